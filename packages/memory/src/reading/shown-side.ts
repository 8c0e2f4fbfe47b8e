import { chooseSide, type Side, type Verdict } from '../model'
import { chosenSide, type SideReading } from './chosen-side'

/**
 * The side that stands for a plain record: the only one, or what the rule chooses among those that are not retractions,
 * else the latest of them. A record that was edited here and retracted there stays visible, in dispute.
 */
export function shownSide(verdict: Verdict, reading: SideReading): Side | undefined {
  const claims = verdict.sides.filter(side => side.body !== undefined && side.body.type !== 'tombstone')
  return chosenSide(claims, reading) ?? chooseSide(claims, 'latest')
}
