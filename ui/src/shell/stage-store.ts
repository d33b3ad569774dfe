/** What stands on the stage: one place, or two side by side. The window's URL says it all, so every view can be linked. */
import { defineStore } from 'pinia'
import { computed, reactive, ref, watch } from 'vue'
import { placeAt } from './places.ts'

export type Side = 'left' | 'right'
export const HOME = '/portal'

export const useStage = defineStore('stage', () => {
  const left = ref(HOME)
  const right = ref<string>()
  /** Where each place was left, to come back to. */
  const lastAt = reactive<Record<string, string>>({})
  const shownRoots = computed(() =>
    [left.value, right.value].flatMap((path) => (path ? (placeAt(path)?.root ?? []) : [])),
  )

  function read(): void {
    const { pathname, search, hash } = location
    const query = new URLSearchParams(search)
    if (pathname === '/stage') {
      left.value = ownPath(query.get('left')) ?? HOME
      right.value = ownPath(query.get('right'))
      return
    }
    query.delete('lab')
    const rest = query.toString()
    left.value = pathname === '/' ? HOME : pathname + (rest ? `?${rest}` : '') + hash
    right.value = undefined
  }

  const url = computed(() =>
    right.value === undefined
      ? left.value
      : `/stage?left=${encodePath(left.value)}&right=${encodePath(right.value)}`,
  )

  function write(replace = false): void {
    if (url.value === location.pathname + location.search + location.hash) return
    if (replace) history.replaceState(null, '', url.value)
    else history.pushState(null, '', url.value)
  }

  /** A place moved by itself: a link inside it was followed. */
  function moved(side: Side, path: string, replace: boolean): void {
    if (side === 'left') left.value = path
    else right.value = path
    write(replace)
  }

  /** Shows a path where its place already stands, else companions beside, machines in front. */
  function open(path: string): void {
    const root = placeAt(path)?.root
    if (right.value !== undefined && placeAt(right.value)?.root === root) right.value = path
    else if (placeAt(left.value)?.root === root || !placeAt(path)?.companion) openInFront(path, root)
    else right.value = path
    write()
  }

  function openInFront(path: string, root: string | undefined): void {
    const before = placeAt(left.value)
    if (right.value === undefined && before?.companion && before.root !== root) right.value = left.value
    left.value = path
  }

  const openPlace = (root: string): void => open(lastAt[root] ?? root)

  function openBeside(root: string): void {
    right.value = lastAt[root] ?? root
    write()
  }

  function close(side: Side): void {
    if (side === 'left' && right.value !== undefined) left.value = right.value
    right.value = undefined
    write()
  }

  watch([left, right], (paths) => {
    for (const path of paths) {
      const place = path && placeAt(path)
      if (place) lastAt[place.root] = path
    }
  })
  addEventListener('popstate', read)
  read()
  return { left, right, shownRoots, url, moved, open, openPlace, openBeside, close, write }
})

/** A place is a path of these screens, never another site. */
const ownPath = (path: string | null): string | undefined =>
  path && /^\/(?![/\\])/.test(path) && !path.startsWith('/stage') ? path : undefined

/** Readable in the address bar: slashes stay. */
const encodePath = (path: string): string => encodeURIComponent(path).replaceAll('%2F', '/')
