"""How long each part waits for the others when Hedgerow is told to end: `ENDS_S` in all.

All are seconds since that moment, and each waits shorter than whoever waits for it, so that the sum
holds however busy the machine is.
"""

STEPS_END_S = 6.0  # a job to its next step, a page to its end; nobody waits for them any longer
PROCESS_LEAVES_S = 8.0  # each process, whatever it still waits for
KILLED_S = 9.0  # by `hedgerow serve`, where it has not left
ENDS_S = 10.0
