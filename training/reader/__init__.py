"""How the bundled reader was made: data, network, training and export."""
