"""The bench: crowds of deals built in bulk, limits of the machine, and what each task costs beside them."""
