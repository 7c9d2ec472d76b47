#!/usr/bin/env python3
"""start_up.py PROGRAM: time from the start to the first frame, beside gtk4-widget-factory's in the same X server.

Prints the ratio of the medians; what is installed of GTK's own examples decides whether there is one.
"""
import shutil
import statistics
import sys
import time

import harness

YARDSTICK = "gtk4-widget-factory"
RUNS = 7


def seconds_to_first_frame(screen, program):
    begun = time.monotonic()
    process = screen.spawn([program], log="program")
    while screen.framebuffer.is_blank():
        if process.poll() is not None or time.monotonic() - begun > 30:
            raise SystemExit(f"{program} shows nothing: {screen.log('program')}")
        time.sleep(0.001)
    seconds = time.monotonic() - begun
    process.terminate()
    process.wait()
    while not screen.framebuffer.is_blank():
        time.sleep(0.01)
    return seconds


def main(program):
    reason = harness.why_impossible()
    if reason:
        print(reason)
        return 77
    from drive import Screen
    programs = [program] + ([YARDSTICK] if shutil.which(YARDSTICK) else [])
    with Screen(compositor=False) as screen:
        times = {name: [] for name in programs}
        for _ in range(RUNS):   # in turn, so that what else the machine does strikes both
            for name in programs:
                times[name].append(seconds_to_first_frame(screen, name))
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, median in medians.items():
        print(f"{name}: first frame after {median * 1000:.0f} ms (median of {RUNS})")
    if YARDSTICK in medians:
        print(f"ratio: {medians[program] / medians[YARDSTICK]:.2f}")
    else:
        print(f"no ratio: {YARDSTICK} is not installed (Debian: gtk-4-examples)")
    return 0


sys.exit(main(sys.argv[1]))
