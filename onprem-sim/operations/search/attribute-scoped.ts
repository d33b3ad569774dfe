/** Attribute scoped query: the search runs over the objects that a DN attribute of the base names (MS-ADTS 3.1.1.3.4.1.17). */
import { storedValues } from '../../store/attribute-reader.ts'
import { type DirectoryObject, valueList } from '../../store/records.ts'
import { accessTo } from '../access.ts'
import { isRefusal, type LdapRefusal, refused } from '../operation.ts'
import { resolveTarget } from '../resolve.ts'
import { compileFilter } from './compile-filter.ts'
import type { Scope } from './scan.ts'
import type { SearchJob } from './search-job.ts'

export function attributeScopedObjects(
  { context, request }: SearchJob,
  scope: Scope,
  name: string,
): readonly DirectoryObject[] | LdapRefusal {
  const { directory } = context
  const attribute = directory.attribute(name)
  const [base] = scope.bases
  if (scope.depth !== 'base' || base === undefined) return refused('ControlUnknown')
  if (attribute === undefined || attribute.syntax !== 'dn') return refused('ControlUnknown')
  const matcher = compileFilter(context, request.filter)
  return valueList(storedValues(directory, base, attribute)).flatMap((id) => {
    const object = resolveTarget(context, `<GUID=${id}>`)
    return isRefusal(object) || matcher(object, accessTo(context, object)) !== 1 ? [] : [object]
  })
}
