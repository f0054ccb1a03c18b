"""The top floor: settings, addresses, the door of the web server."""
