/**
 * Erlang's loss formula (B): the share of arrivals that find all `servers` taken when nobody waits. `offered` is the
 * arrival rate times the mean service time, in erlangs. It holds for any distribution of service times.
 * Source: A. K. Erlang, 1917; the recursion: L. Kleinrock, Queueing Systems, vol. 1, 3.
 */
export function erlangB(servers: number, offered: number): number {
  let blocking = 1;
  for (let n = 1; n <= servers; n++) blocking = (offered * blocking) / (n + offered * blocking);
  return blocking;
}

/**
 * Erlang's delay formula (C): the share of arrivals that must wait in M/M/c; 1 where the queue grows without end.
 * Source: A. K. Erlang, 1917; D. Gross and C. Harris, Fundamentals of Queueing Theory, 2.3.
 */
export function erlangC(servers: number, offered: number): number {
  if (offered >= servers) return 1;
  const blocking = erlangB(servers, offered);
  return blocking / (1 - (offered / servers) * (1 - blocking));
}
