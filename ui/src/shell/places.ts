/** The machines and tools of the story: one entry per place, with the root of its URLs. */
import type { IconName } from '../display/icon-shapes.ts'

export interface PlaceEntry {
  readonly root: string
  /** `{names}` are filled from the wording. */
  readonly title: string
  readonly icon: IconName
  /** Companions open beside the machine one works at. */
  readonly companion: boolean
  readonly accent: 'cloud' | 'premises' | 'person' | 'lab'
}

export const places: readonly PlaceEntry[] = [
  { root: '/portal', title: '{portal}', icon: 'cloud', companion: false, accent: 'cloud' },
  { root: '/connect', title: 'CONNECT01', icon: 'server', companion: false, accent: 'premises' },
  { root: '/dc', title: 'DC01', icon: 'directory', companion: false, accent: 'premises' },
  { root: '/browser', title: "User's browser", icon: 'globe', companion: false, accent: 'person' },
  { root: '/workstation', title: 'CLIENT01', icon: 'laptop', companion: false, accent: 'person' },
  { root: '/phone', title: 'Phone', icon: 'phone', companion: true, accent: 'person' },
  { root: '/mailbox', title: 'Mailbox', icon: 'mail', companion: true, accent: 'person' },
  { root: '/flow', title: 'Flow', icon: 'flow', companion: true, accent: 'lab' },
  { root: '/guide', title: 'Guide', icon: 'guide', companion: true, accent: 'lab' },
  { root: '/docs', title: 'Docs', icon: 'document', companion: true, accent: 'lab' },
  { root: '/instructor', title: 'Instructor', icon: 'people', companion: false, accent: 'lab' },
]

export const placeAt = (path: string): PlaceEntry | undefined =>
  places.find(({ root }) => path.startsWith(root) && /^[/?#]?$/.test(path.charAt(root.length)))
