/**
 * Selective password hash synchronisation by `adminDescription`: a user marked PHSFiltered sends no hash, and nothing is
 * written back for it. Source: writeback.md §4.6 (rules with precedence 90 and 89). That the marking works without rules of
 * one's own is ours.
 */
import type { DirectoryObject } from './connector-space.ts'

const excluded = 'phsfiltered'

export const isInPasswordSyncScope = ({ attributes }: Pick<DirectoryObject, 'attributes'>): boolean => {
  const { adminDescription } = attributes
  return typeof adminDescription !== 'string' || adminDescription.toLowerCase() !== excluded
}
