import { constant, scenario } from '../../../simulation/testing/scenario-builder';

/** A client that sends by hand, a Redis whose commands take no time, and a consumer whose work always takes as long. */
export const system = (params: object = {}, consume: object = {}, publish: object = {}, workMs = 10) =>
  scenario()
    .client('shop')
    .node('redis', 'redis', { commandTime: constant(0), ...params })
    .worker('worker', workMs, { startupMs: 0, queueLimit: null })
    .link('shop', 'redis', { ...publish })
    .link('redis', 'worker', { ...consume });

export const structure = (
  type: 'channel' | 'list' | 'stream',
  name: string = type,
  maxLength: number | null = null,
) => ({
  type,
  name,
  maxLength,
});
