"""The tests of the routes; a package, since they have a conftest of their own."""
