/**
 * What a compressor knows before it reads the first byte of a link of version 1: the names and values that scenarios
 * are full of, the commonest last. FROZEN: links out in the world can only be read with this very text. A better one is
 * a new version of the link.
 */
export const DICTIONARY_1 =
  '"lesson":"contracts":"zones":"goals":["p95 of "notes":[{"id":"text":"position":{"x":"y":"viewport":{"zoom":"hint":' +
  '"empirical","valuesMs":"weights":"hyperexponential","phases":"weibull","shape":"pareto","alpha":"uniform","minMs":' +
  '"maxMs":"replay","timesMs":"manual"diurnal","minPerSec":"maxPerSec":"periodMs":"spike","factor":"startMs":"ramp",' +
  '"fromPerSec":"toPerSec":"durationMs":"bursts","size":"closed","users":"thinkTime":"policy":"random"' +
  '"least-connections"maxTries":"failTimeoutMs":"maxFails":"capMs":"baseMs":"backoff":"jitter":"equal""full""none"' +
  '"erlang","k":4,"durable":false,"confirm":true"persistent":false"prefetch":1"queues":[{"name":"queue":"probes":' +
  '"openMs":"failureRate":"minimumCalls":"windowSize":"startupMs":"parallel""fanOut":"steps":[{"step":"branch",' +
  '"probability":"then":"else":"reply"}"publish","step":"work","step":"call","link":"operation":"operations":{"order":[' +
  '"browse""profile""mix":[{"operation":"weight":"routes":[{"operation":"link":"overhead":"maxWaiters":"poolSize":20' +
  '"lognormal","p99Ms":"cv":null"queryTime":"constant","valueMs":"latency":{"dist":"Notifications""Inventory"' +
  '"Shipping""Catalogue""Search""Cart""Users""Products""Payments""Orders""Gateway""Web shop"cut""heal""rate"' +
  '"restart""slow""crash"{"speed":1{"retry":{"maxAttempts":2}}{"breaker":{}}{"timeoutMs":1000}{"timeoutMs":5000,' +
  '"replicas":2"queueLimit":100,"concurrency":4,"serviceTime":{"dist":"exponential","meanMs":10}},{"concurrency":8},{},{},' +
  '{"arrivals":{"process":"poisson","ratePerSec":["client","gateway","service","database","rabbitmq","load-balancer"]';
