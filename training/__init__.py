"""How the weights that ship were made; every file of them can be made again."""
