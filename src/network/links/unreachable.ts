/**
 * How long a caller waits for a peer that does not answer at all before its operating system gives up: Linux sends a
 * SYN seven times, which takes 127 s (tcp_syn_retries = 6, tcp(7)).
 */
export const UNREACHABLE_MS = 127_000;
