#!/bin/sh
# Gradients: gradient descent and autograd, step by step.
# SPDX-License-Identifier: MIT
#
# with-display.sh COMMAND…: runs it on an X server and a session bus of its own; where there is no Xvfb it says, in
# TAP, that the test is skipped.

command -v Xvfb >/dev/null || { echo "1..0 # SKIP there is no Xvfb"; exit 0; }
folder=$(mktemp -d) || exit 1
Xvfb -displayfd 3 -screen 0 1280x900x24 -nolisten tcp 3>"$folder/display" 2>"$folder/log" &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$folder"' EXIT
tries=0
until [ -s "$folder/display" ]; do
  tries=$((tries + 1))
  if [ $tries -gt 200 ] || ! kill -0 $server 2>/dev/null; then
    cat "$folder/log" >&2
    exit 1
  fi
  sleep 0.05
done
DISPLAY=:$(cat "$folder/display")
export DISPLAY
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
if command -v dbus-run-session >/dev/null; then
  dbus-run-session -- "$@"
else
  GTK_A11Y=none "$@"
fi
