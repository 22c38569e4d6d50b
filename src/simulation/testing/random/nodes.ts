import { clientParams, schedulerParams } from './callers';
import type { Draw, Json, Room } from './draw';
import { kafkaParams } from './kafka';
import { rabbitmqParams } from './rabbitmq';
import { redisParams } from './redis';
import { externalApiParams, gatewayParams, loadBalancerParams, serverlessParams, serviceParams } from './servers';
import { sqsParams } from './sqs';
import { cacheParams, databaseParams, eventStoreParams, orchestratorParams } from './stores';

type Params = (draw: Draw, operations: readonly string[], room: Room) => Json;

const PARAMS: Readonly<Record<string, Params>> = {
  client: clientParams,
  scheduler: schedulerParams,
  service: serviceParams,
  gateway: (draw, _, room) => gatewayParams(draw, room),
  'external-api': externalApiParams,
  serverless: (draw, _, room) => serverlessParams(draw, room),
  'load-balancer': (draw, _, room) => loadBalancerParams(draw, room),
  database: (draw, _, room) => databaseParams(draw, room),
  cache: (draw, _, room) => cacheParams(draw, room),
  'event-store': (draw, _, room) => eventStoreParams(draw, room),
  orchestrator: (draw, _, room) => orchestratorParams(draw, room),
  rabbitmq: (draw, _, { startupMs }) => rabbitmqParams(draw, startupMs),
  kafka: (draw, _, { startupMs }) => kafkaParams(draw, startupMs),
  redis: (draw, _, { startupMs }) => redisParams(draw, startupMs),
  sqs: sqsParams,
};

/** The parameters of a node of that kind; one that is not listed has its defaults. */
export function randomParams(draw: Draw, kind: string, operations: readonly string[]): Json {
  const startupMs = draw.of(0, 10, 200);
  const queueLimit = draw.of(null, 0, 1, 5, 50);
  const concurrency = draw.of(1, 2, 5);
  return PARAMS[kind]?.(draw, operations, { startupMs, queueLimit, concurrency }) ?? {};
}
