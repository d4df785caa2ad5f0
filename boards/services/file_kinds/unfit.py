class Unfit(Exception):
    """Why a file cannot be taken and what to do: the rest of a sentence that begins with its name.

    "has a macro in it. Save it as PDF and try again."
    """
