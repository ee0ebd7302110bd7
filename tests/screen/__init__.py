"""The tests of the dashboard; a package, since they have a conftest of their own."""
