import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedLab, startLab } from '#lab/start.ts'

const run = promisify(execFile)
const works = (program: string, ...rest: string[]): Promise<boolean> =>
  run(program, rest).then(
    () => true,
    () => false,
  )
const [ldb, python, java] = await Promise.all([
  works('ldbsearch', '--version'),
  works('/usr/bin/python3', '-c', 'import ldap, ldap.schema'),
  works('java', '--list-modules'),
])

let lab: StartedLab
let folder: string
beforeAll(async () => {
  lab = await startLab()
  folder = await mkdtemp(join(tmpdir(), 'hybridlab-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await lab.close()
})

const credentials = () => {
  const administrator = lab.info.accounts.find(({ role }) => role === 'Domain Admin')
  return { dn: administrator?.dn ?? '', password: administrator?.password ?? '' }
}

// Samba's tools, python-ldap and Java come from the system: each is skipped by name where it is not there.
describe.skipIf(!ldb)('ldbsearch', () => {
  const search = (name: string, password: string, protection: string) =>
    run('ldbsearch', [
      ...['-H', lab.info.ldap, `--option=clientldapsaslwrapping=${protection}`, '-U', `${name}%${password}`],
      ...['(sAMAccountName=anna)', 'sAMAccountName'],
    ])

  it.each(['plain', 'sign', 'seal'])('logs on with NTLM, protection %s, and searches', async (protection) => {
    const name = `${lab.info.netbiosName}\\Administrator`
    const { stdout } = await search(name, credentials().password, protection)
    expect(stdout).toContain('sAMAccountName: anna')
    expect(stdout).toContain('# 1 entries')
  })

  it('is refused with a wrong password', async () => {
    const wrong = search(`${lab.info.netbiosName}\\Administrator`, 'Wrong-Old-11!', 'sign')
    await expect(wrong).rejects.toMatchObject({ stderr: expect.stringContaining('data 52e') })
  })
})

const readsSchema = `
import sys, ldap, ldap.schema
connection = ldap.initialize(sys.argv[1])
connection.simple_bind_s(sys.argv[2], sys.argv[3])
entry = connection.read_subschemasubentry_s(connection.search_subschemasubentry_s(''))
schema = ldap.schema.SubSchema(entry)
must, may = schema.attribute_types(['user'])
names = {name.lower() for kind in (must, may) for one in kind.values() for name in one.names}
print(len(entry['attributeTypes']) == len(schema.listall(ldap.schema.AttributeType)),
      len(entry['objectClasses']) == len(schema.listall(ldap.schema.ObjectClass)),
      schema.get_obj(ldap.schema.ObjectClass, 'user').sup,
      {'samaccountname', 'useraccountcontrol', 'uidnumber', 'msds-keycredentiallink'} <= names)
`

describe.skipIf(!python)('python-ldap', () => {
  it('parses the whole schema and finds in it what a user may have', async () => {
    const { dn, password } = credentials()
    const { stdout } = await run('/usr/bin/python3', ['-c', readsSchema, lab.info.ldap, dn, password])
    expect(stdout.trim()).toBe("True True ('organizationalPerson',) True")
  })
})

const pagesAndSorts = `
import java.util.*; import javax.naming.*; import javax.naming.directory.*; import javax.naming.ldap.*;
public class Pages {
  public static void main(String[] given) throws Exception {
    Hashtable<String, String> settings = new Hashtable<>();
    settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
    settings.put(Context.PROVIDER_URL, given[0]);
    settings.put(Context.SECURITY_PRINCIPAL, given[1]);
    settings.put(Context.SECURITY_CREDENTIALS, given[2]);
    LdapContext context = new InitialLdapContext(settings, null);
    SearchControls below = new SearchControls();
    below.setSearchScope(SearchControls.ONELEVEL_SCOPE);
    context.setRequestControls(new Control[] { new SortControl("cn", true), new PagedResultsControl(4, true) });
    List<String> names = new ArrayList<>();
    for (byte[] cookie = null; ; context.setRequestControls(
        new Control[] { new SortControl("cn", true), new PagedResultsControl(4, cookie, true) })) {
      NamingEnumeration<SearchResult> found = context.search("CN=Users," + given[3], "(objectClass=group)", below);
      while (found.hasMore()) names.add(found.next().getName().toLowerCase());
      for (Control control : context.getResponseControls())
        if (control instanceof PagedResultsResponseControl page) cookie = page.getCookie();
      if (cookie == null) break;
    }
    List<String> sorted = new ArrayList<>(names);
    Collections.sort(sorted);
    System.out.println(names.equals(sorted) + " " + (names.size() > 10) + " " + (new HashSet<>(names).size() == names.size()));
    context.setRequestControls(null);
    System.out.println(context.getSchema("").lookup("ClassDefinition/user") != null);
  }
}
`

describe.skipIf(!java)('JNDI', () => {
  it('reads the schema, and pages through a sorted search', async () => {
    const file = join(folder, 'Pages.java')
    await writeFile(file, pagesAndSorts)
    const { dn, password } = credentials()
    const { stdout } = await run('java', [file, lab.info.ldap, dn, password, lab.info.baseDn])
    expect(stdout.trim().split('\n')).toEqual(['true true true', 'true'])
  }, 60_000)
})
