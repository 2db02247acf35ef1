"""Reads a parameter of the control unit over the control socket, so many times a second for so long; 0 times: only waits.
Prints how many calls were made, how many had another answer than the first, and their median and longest time in ms."""
import json
import socket
import statistics
import sys
import threading
import time

REQUEST = json.dumps({"method": "g1.getParameter", "params": {"parameter": "0102"}}) + "\n"


def ask(path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(20)
        client.connect(path)
        client.sendall(REQUEST.encode())
        return client.makefile().readline()


def main():
    path, rate, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    calls = []

    def call():
        began = time.monotonic()
        try:
            answer = ask(path)
        except OSError:
            return
        calls.append((answer, 1000 * (time.monotonic() - began)))

    began = time.monotonic()
    threads = []
    for number in range(int(rate * seconds)):
        time.sleep(max(0, began + number / rate - time.monotonic()))
        threads.append(threading.Thread(target=call))
        threads[-1].start()
    time.sleep(max(0, began + seconds - time.monotonic()))
    for thread in threads:
        thread.join()
    good = [answer for answer, took in calls if json.loads(answer or "{}").get("ok") is True]
    failed = len(threads) - (good.count(good[0]) if good else 0)
    times = [took for answer, took in calls] or [0]
    print(len(threads), failed, round(statistics.median(times), 2), round(max(times), 2))


main()
