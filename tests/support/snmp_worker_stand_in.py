#!/usr/bin/python3 -I
"""Stands in for bms-snmp-worker in tests of who starts it. Speaks its messages on descriptor 3 and has no SNMP.

The state folder has what it is to do and what it has seen:
  behaviour   one word: empty or missing: as it should; dies: at once; stays: also when nobody is there any more
  log         a line for each life and each message
The object that is asked for says what happens: see ask().
"""
import os
import signal
import socket
import struct
import sys

state_dir = sys.argv[sys.argv.index("--state-dir") + 1]
log = open(os.path.join(state_dir, "log"), "a", buffering=1)


def behaviour():
    try:
        with open(os.path.join(state_dir, "behaviour")) as file:
            return file.read().strip()
    except FileNotFoundError:
        return ""


class Reader:
    def __init__(self, packet):
        self.packet = packet
        self.at = 0

    def number(self, form):
        (value,) = struct.unpack_from("<" + form, self.packet, self.at)
        self.at += struct.calcsize("<" + form)
        return value

    def text(self):
        size = self.number("I")
        self.at += size
        return self.packet[self.at - size : self.at]


def text(content):
    return struct.pack("<I", len(content)) + content


def answer(agent, request, outcome, value=None, detail=b""):
    values = struct.pack("<I", 0) if value is None else struct.pack("<IB", 1, 3) + text(value)
    packet = b"\x81" + struct.pack("<IQBIII", agent, request, outcome, 0, 0, 1500) + text(detail) + values
    link.send(packet + struct.pack("<I", 0))


def trap(agent):
    link.send(b"\x82" + struct.pack("<I", agent) + text(b"1.3.6.1.6.3.1.1.5.1") + text(b"127.0.0.1") + struct.pack("<I", 0))


def ask(agent, request, oids):
    if oids == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif oids == "exit":
        os._exit(3)
    elif oids == "garbage":
        link.send(b"\x7fwhat is this")
    elif oids == "hang":
        pass
    elif oids == "trap":
        trap(agent)
        trap(agent + 1000)  # of nobody
        answer(agent, request, 0, b"sent")
    elif oids == "engine":
        link.send(b"\x83" + struct.pack("<I", agent) + text(b"\x80engine"))
        answer(agent, request, 0, b"known")
    elif oids == "late":
        answer(agent, request - 1, 0, b"of another request")
        answer(agent - 1, request, 0, b"of another agent")
        answer(agent, request, 0, b"right")
    elif oids == "strangers":
        link.send(b"\x85" + struct.pack("<QQ", 3, 5) + text(b"192.0.2.1: not an agent of ours"))
        answer(agent, request, 0, b"counted")
    else:
        answer(agent, request, 2, None, b"nobody has " + oids.encode())


def on_packet(packet):
    reader = Reader(packet)
    kind = reader.number("B")
    if kind == 1:
        agent, address, port = reader.number("I"), reader.text(), reader.number("H")
        reader.number("B")
        for _ in range(3):
            reader.text()
        reader.number("B")
        reader.text()
        reader.number("B")
        reader.text()
        engine = reader.text()
        print("open", agent, address.decode(), port, engine.hex() or "-", file=log)
        open_agents.add(agent)
    elif kind == 2:
        agent = reader.number("I")
        print("close", agent, file=log)
        open_agents.discard(agent)
    elif kind == 3:
        agent, request = reader.number("I"), reader.number("Q")
        reader.number("B")
        oids = reader.text().decode()
        if agent not in open_agents:
            answer(agent, request, 6)
        else:
            ask(agent, request, oids)
    elif kind == 4:
        address, port = reader.text().decode(), reader.number("H")
        print("listen", address, port, file=log)
        link.send(b"\x84" + text(b"port %d: permission denied" % port if port < 1024 else b""))


descriptors = sorted(int(name) for name in os.listdir("/proc/self/fd"))
own = {log.fileno(), max(descriptors)}  # the second is that of listdir
print("start", os.getpid(), "descriptors", *[n for n in descriptors if n not in own], file=log)
print("environment", *sorted(os.environ), file=log)
if behaviour() == "dies":
    sys.exit(7)
link = socket.socket(fileno=3)
open_agents = set()
try:
    while packet := link.recv(200 * 1024):
        on_packet(packet)
except (BrokenPipeError, ConnectionResetError):
    pass  # nobody is there any more
print("left", file=log)
while behaviour() == "stays":
    signal.pause()
