"""Lets `python -m plugin` do what the command `hedgerow` does."""

from plugin.cli import main

if __name__ == "__main__":
    main()
