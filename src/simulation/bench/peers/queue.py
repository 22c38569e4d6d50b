"""Poisson arrivals at a queue with exponential service, mean 1, at 80 % utilisation, in SimPy.

    python3 queue.py SERVERS CUSTOMERS ROUNDS

Prints one line of JSON: versions, the CPU time of each round and the mean time in the system. A round before the first
warms up.
"""
import json
import platform
import sys
import time
from random import Random

import simpy

UTILISATION = 0.8


def customer(env, queue, random, sojourns):
    arrived = env.now
    with queue.request() as turn:
        yield turn
        yield env.timeout(random.expovariate(1))
    sojourns.append(env.now - arrived)


def arrivals(env, queue, random, customers, sojourns):
    rate = UTILISATION * queue.capacity
    for _ in range(customers):
        yield env.timeout(random.expovariate(rate))
        env.process(customer(env, queue, random, sojourns))


def simulate(servers, customers, seed):
    env = simpy.Environment()
    sojourns = []
    queue = simpy.Resource(env, capacity=servers)
    env.process(arrivals(env, queue, Random(seed), customers, sojourns))
    env.run()
    return sum(sojourns) / len(sojourns)


def main():
    servers, customers, rounds = map(int, sys.argv[1:])
    simulate(servers, customers // 10, 0)
    cpu_sec, means = [], []
    for seed in range(1, rounds + 1):
        started = time.process_time()
        means.append(simulate(servers, customers, seed))
        cpu_sec.append(time.process_time() - started)
    print(json.dumps({
        "simpy": simpy.__version__,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "cpuSec": cpu_sec,
        "meanSojourn": sum(means) / rounds,
    }))


main()
