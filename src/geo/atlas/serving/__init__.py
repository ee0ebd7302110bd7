"""How a server is reached: the address and the path that readers use."""
