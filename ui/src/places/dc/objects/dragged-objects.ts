/** Objects on their way from the list to a container of the tree. */
const kind = 'application/x-directory-names'

export const dragNames = (event: DragEvent, names: readonly string[]): void =>
  event.dataTransfer?.setData(kind, JSON.stringify(names))

export const holdsDraggedNames = (event: DragEvent): boolean =>
  event.dataTransfer?.types.includes(kind) === true

export function draggedNames(event: DragEvent): string[] {
  const text = event.dataTransfer?.getData(kind)
  const parsed: unknown = text ? JSON.parse(text) : []
  return Array.isArray(parsed) ? parsed.filter((name) => typeof name === 'string') : []
}
