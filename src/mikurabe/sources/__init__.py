"""Where pictures come from: files and folders, MNIST, digits and scattergrams that the program draws itself."""
