"""The tests of deploy/ and its page; a package, since they have a conftest of their own."""
