import type { Component } from '../network/component';
import type { Link } from '../network/links/link';
import type { Network } from '../network/network';
import type { Intervention } from '../scenario/scenario';
import type { World } from './world';

/** What a component must have for its arrival rate to be changed. */
interface HasRate {
  setRate(ratePerSec: number | null): void;
}
/** What a component must have for its traffic to be multiplied. */
interface HasSpike {
  setSpike(factor: number): void;
}
/** What a component must have for its replicas to come and go. */
interface HasReplicas {
  /** @param replicas null: as many as it has by its parameters */
  scale(replicas: number | null): void;
  rollOut(): void;
  crashReplica(): void;
}
/** What a component must have for a single request to be sent by hand. */
interface HasIssue {
  issue(): void;
}
const hasRate = (node: Component): node is Component & HasRate => 'setRate' in node;
const hasSpike = (node: Component): node is Component & HasSpike => 'setSpike' in node;
const hasReplicas = (node: Component): node is Component & HasReplicas => 'rollOut' in node;
/** What a component must have to lose what it keeps. */
interface HasCache {
  flush(): void;
}
/** What a component must have to run out of room for what is written. */
interface HasDisk {
  setDiskFull(full: boolean): void;
}
const hasCache = (node: Component): node is Component & HasCache => 'flush' in node;
const hasDisk = (node: Component): node is Component & HasDisk => 'setDiskFull' in node;
/** What a component must have for its consumers to begin again with the first event. */
interface HasHistory {
  /** @param link that of the one consumer that does; left out: all do */
  rebuild(link?: Link): void;
}
const hasHistory = (node: Component): node is Component & HasHistory => 'rebuild' in node;
/** What a component must have for one node of its cluster to be killed. */
interface HasMembers {
  crashMember(member: number): void;
  restartMember(member: number): void;
}
/** What a component must have for the replicas of one of its brokers to fall behind. */
interface HasReplicatedLogs {
  setMemberLag(member: number, lags: boolean): void;
}
/** What a component must have for its groups to read on from somewhere else. */
interface HasOffsets {
  resetOffsets(group: string, topic: string, to: 'earliest' | 'latest' | 'offset' | 'time', value: number): void;
}
/** What a component must have for consumers behind a link to come and go. */
interface HasConsumers {
  setConsumers(link: Link, count: number | null): void;
}
/** What a component must have for its queues to be emptied. */
interface HasQueues {
  purge(): void;
}
/** What a component must have for its dead letters to go back. */
interface HasDeadLetters {
  redrive(): void;
}
const hasDeadLetters = (node: Component): node is Component & HasDeadLetters => 'redrive' in node;
const hasMembers = (node: Component): node is Component & HasMembers => 'crashMember' in node;
const hasReplicatedLogs = (node: Component): node is Component & HasReplicatedLogs => 'setMemberLag' in node;
const hasOffsets = (node: Component): node is Component & HasOffsets => 'resetOffsets' in node;
const hasConsumers = (node: Component): node is Component & HasConsumers => 'setConsumers' in node;
const hasQueues = (node: Component): node is Component & HasQueues => 'purge' in node;
const hasIssue = (node: Component): node is Component & HasIssue => 'issue' in node;

/** Lets an intervention take effect. One whose target no longer exists does nothing. */
export function begin(world: World, intervention: Intervention): void {
  const { target } = intervention;
  if ('link' in target) {
    const link = world.link(target.link);
    if (link) beginOnLink(world, link, intervention);
    return;
  }
  const node = world.node(target.node);
  if (node === undefined) return;
  const { paths } = world.network;
  if (intervention.action === 'partition') paths.part(node.index, world.linksAcross(node.id));
  if (intervention.action === 'heal') paths.rejoin(node.index);
  if (intervention.action === 'deploy')
    world.deploy(node, intervention.contract, intervention.version, intervention.rollMs);
  else if (intervention.action === 'poison') {
    const into = publishedTo(world.network, node.index);
    if (into) poison(world.network, into, intervention.count);
  } else beginOnNode(node, intervention);
}

/** Ends what a begun intervention did. */
export function end(world: World, intervention: Intervention): void {
  const { target } = intervention;
  if ('link' in target) {
    const link = world.link(target.link);
    if (!link) return;
    if (intervention.action === 'cut') world.network.paths.mend(link.index);
    if (intervention.action === 'loss') world.network.paths.setLoss(link.index, 0);
    if (intervention.action === 'slow') world.network.linkPaces.set(link.index, 1);
    if (intervention.action === 'delay') link.setDelay(0);
    if (intervention.action === 'scaleConsumers') setConsumers(world, link, null);
    return;
  }
  const node = world.node(target.node);
  if (!node) return;
  if (intervention.action === 'deploy') world.deploy(node, intervention.contract, null, intervention.rollMs);
  if (intervention.action === 'crash') node.startAgain();
  if (intervention.action === 'slow' || intervention.action === 'starve') node.setPace(1);
  if (intervention.action === 'stopConsuming') node.setConsuming(true);
  if (intervention.action === 'skewClock') node.setClockSkew(0);
  if (intervention.action === 'errors') node.setErrorShare(0);
  if (intervention.action === 'pause') node.goOn();
  if (intervention.action === 'partition') world.network.paths.rejoin(node.index);
  if (intervention.action === 'rate' && hasRate(node)) node.setRate(null);
  if (intervention.action === 'spike' && hasSpike(node)) node.setSpike(1);
  if (intervention.action === 'fillDisk' && hasDisk(node)) node.setDiskFull(false);
  if (intervention.action === 'crashMember' && hasMembers(node)) node.restartMember(intervention.member);
  if (intervention.action === 'lagMember' && hasReplicatedLogs(node)) node.setMemberLag(intervention.member, false);
  if (intervention.action === 'scale' && hasReplicas(node)) node.scale(null);
}

function setConsumers({ network }: World, link: Link, count: number | null): void {
  const broker = network.nodes[link.from];
  if (hasConsumers(broker)) broker.setConsumers(link, count);
}

function beginOnLink(world: World, of: Link, intervention: Intervention): void {
  const { network, nodes } = world;
  const link = of.index;
  switch (intervention.action) {
    case 'rebuild': {
      const source = nodes[of.from];
      if (hasHistory(source)) source.rebuild(of);
      return;
    }
    case 'cut':
      network.paths.cut(link, intervention.way ?? 'both');
      return;
    case 'slow':
      network.linkPaces.set(link, intervention.factor);
      return;
    case 'scaleConsumers':
      setConsumers(world, of, intervention.consumers);
      return;
    case 'delay':
      of.setDelay(intervention.byMs);
      return;
    case 'poison':
      poison(network, of, intervention.count);
      return;
    case 'loss':
      network.paths.setLoss(link, intervention.share);
      return;
    case 'heal':
      network.paths.mend(link);
      network.paths.setLoss(link, 0);
      network.linkPaces.set(link, 1);
      of.setDelay(0);
      return;
  }
}

/** Puts messages that nobody can decode into the broker behind a link, or before it: what that hands on was published by others. */
function poison(network: Network, link: Link, count: number): void {
  if (!link.carriesMessages) return;
  const into = network.nodes[link.to].relays ? link : publishedTo(network, link.from);
  for (let i = 0; i < count && into; i++) network.messages.publishPoison(into);
}

const publishedTo = (network: Network, node: number): Link | undefined =>
  network.links.find((link) => link.to === node && link.carriesMessages && network.nodes[node].relays);

function beginOnNode(node: Component, intervention: Intervention): void {
  switch (intervention.action) {
    case 'crash':
      node.crash();
      return;
    case 'restart':
      node.restart();
      return;
    case 'slow':
      node.setPace(intervention.factor);
      return;
    case 'starve':
      node.setPace(1 / (1 - intervention.share));
      return;
    case 'stopConsuming':
      node.setConsuming(false);
      return;
    case 'skewClock':
      node.setClockSkew(intervention.byMs);
      return;
    case 'errors':
      node.setErrorShare(intervention.share);
      return;
    case 'pause':
      node.pause();
      return;
    case 'rate':
      if (hasRate(node)) node.setRate(intervention.ratePerSec);
      return;
    case 'spike':
      if (hasSpike(node)) node.setSpike(intervention.factor);
      return;
    case 'send':
      if (hasIssue(node)) for (let i = 0; i < intervention.count; i++) node.issue();
      return;
    case 'scale':
      if (hasReplicas(node)) node.scale(intervention.replicas);
      return;
    case 'rollOut':
      if (hasReplicas(node)) node.rollOut();
      return;
    case 'crashReplica':
      if (hasReplicas(node)) node.crashReplica();
      return;
    case 'flush':
      if (hasCache(node)) node.flush();
      return;
    case 'crashMember':
      if (hasMembers(node)) node.crashMember(intervention.member);
      return;
    case 'redrive':
      if (hasDeadLetters(node)) node.redrive();
      return;
    case 'lagMember':
      if (hasReplicatedLogs(node)) node.setMemberLag(intervention.member, true);
      return;
    case 'resetOffsets': {
      const { group, topic, to, value } = intervention;
      if (hasOffsets(node)) node.resetOffsets(group, topic, to, value);
      return;
    }
    case 'purge':
      if (hasQueues(node)) node.purge();
      return;
    case 'fillDisk':
      if (hasDisk(node)) node.setDiskFull(true);
      return;
    case 'rebuild':
      if (hasHistory(node)) node.rebuild();
      return;
    case 'heal':
      node.setPace(1);
      node.setErrorShare(0);
      node.setConsuming(true);
      node.setClockSkew(0);
      node.goOn();
      node.startAgain();
      if (hasDisk(node)) node.setDiskFull(false);
      if (hasRate(node)) node.setRate(null);
      if (hasSpike(node)) node.setSpike(1);
      return;
  }
}
