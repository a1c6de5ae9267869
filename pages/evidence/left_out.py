"""Why something was not measured."""


class LeftOut(Exception):
    """A row that this machine cannot measure, with the reason as a sentence."""


class WrongAnswer(Exception):
    """A system that does not answer what its example says."""
