import { beforeEach, describe, expect, it } from 'vitest'
import { openConsole, type PowerShell } from '../../ui/src/powershell/open-console.ts'

/** The console's language by itself: what needs no server. The cmdlets are tried in the browser, in `powershell-console.test.ts`. */
let shell: PowerShell
const nobody = {
  connect: () => Promise.reject(new Error('nobody signs in here')),
  account: () => undefined,
  disconnect: () => Promise.resolve(),
}

beforeEach(() => {
  shell = openConsole({
    connect: '',
    askCredential: () => Promise.reject(new Error('nobody is asked here')),
    graph: nobody,
    now: () => Date.UTC(2026, 10, 2, 8),
    clear: () => undefined,
  })
})

async function says(source: string): Promise<string> {
  return (await shell.run(source)).map(({ text }) => text.trim()).join('\n')
}

const people = `@(@{Name='Anna'; Age=31}, @{Name='Ben'; Age=28}, @{Name='Cara'; Age=45})`

describe('values', () => {
  it.each([
    ["'it''s'", "it's"],
    ['"a`tb"', 'a\tb'],
    ['1 + 2 * 3', '7'],
    ["'a' + 1", 'a1'],
    ['$x = 4; "x is $x and $($x + 1)"', 'x is 4 and 5'],
    ["'Anna' -eq 'ANNA'", 'True'],
    ["'anna@contoso.com' -like '*@contoso.com'", 'True'],
    ['1, 2, 3 -contains 2 -and -not $false', 'True'],
    ["('b', 'a' | Sort-Object) -join '+'", 'a+b'],
    ["'2019-09-30' -match '^\\d{4}'", 'True'],
    ['(1, 2, 3).Count', '3'],
    ["@{a=1; b='x'}['b']", 'x'],
  ])('reads %s', async (source, told) => {
    expect(await says(source)).toBe(told)
  })
})

describe('times', () => {
  const stored = "([datetime]'2019-09-30T05:17:32Z')"

  it('converts the story’s time into the zone of its author', async () => {
    const converted = `[TimeZoneInfo]::ConvertTimeBySystemTimeZoneId(${stored}.ToUniversalTime(), 'Singapore Standard Time')`
    expect(await says(`${converted}.ToString('dddd, d MMMM, yyyy h:mm:ss tt')`)).toBe(
      'Monday, 30 September, 2019 1:17:32 PM',
    )
  })

  it('knows summer time', async () => {
    const zone = "[System.TimeZoneInfo]::FindSystemTimeZoneById('W. Europe Standard Time')"
    const at = (time: string) =>
      says(`[TimeZoneInfo]::ConvertTimeFromUtc(([datetime]'${time}').ToUniversalTime(), ${zone}).Hour`)
    expect(await at('2026-01-15T12:00:00Z')).toBe('13')
    expect(await at('2026-07-15T12:00:00Z')).toBe('14')
  })

  it('says which zone it does not know', async () => {
    expect(await says(`[TimeZoneInfo]::FindSystemTimeZoneById('Moon Standard Time')`)).toBe(
      "The time zone 'Moon Standard Time' is not known to this computer.",
    )
  })
})

describe('pipelines', () => {
  it('filters, sorts and shows a table', async () => {
    expect(await says(`${people} | Where-Object { $_.Age -gt 30 } | Sort-Object Age -Descending`)).toBe(
      'Name  Age\n----  ---\nCara  45\nAnna  31',
    )
  })

  it('filters by property and operator without a script block', async () => {
    expect(await says(`${people} | where Name -eq 'ben' | select -ExpandProperty Age`)).toBe('28')
  })

  it('calculates columns', async () => {
    const table = await says(`${people} | select Name, @{n='Next'; e={$_.Age + 1}} -First 1 | Format-List`)
    expect(table).toBe('Name : Anna\nNext : 32')
  })

  it('counts', async () => {
    expect(await says(`(${people} | Measure-Object -Property Age -Sum).Sum`)).toBe('104')
  })

  it('goes on over several lines behind a pipe', async () => {
    expect(await says(`${people} |\n  Select-Object -Last 1 |\n  % { $_.Name }`)).toBe('Cara')
  })
})

describe('what it cannot do', () => {
  it.each([
    ['Get-Nothing', /'Get-Nothing' is no cmdlet/],
    ["'open", /Missing '/],
    ['1 +', /missing/i],
    ['Select-Object -Nonsense 1', /no parameter 'Nonsense'/],
    ['Get-MgUser', /You are not connected. Run Connect-MgGraph first/],
    ['$null.Trim()', /cannot call Trim\(\) on nothing/],
    ['ForEach-Object', /-Process is needed/],
  ])('says so for %s', async (source, told) => {
    const [written, ...more] = await shell.run(source)
    expect(written?.kind).toBe('error')
    expect(written?.text).toMatch(told)
    expect(more).toEqual([])
  })
})

describe('completion', () => {
  it('offers cmdlets, behind a pipe too, then parameters, then values', () => {
    expect(shell.complete('Get-ADSyncSch').offers).toContain('Get-ADSyncScheduler')
    expect(shell.complete('Get-ADSyncScheduler | Sel').offers).toEqual(['Select-Object'])
    expect(shell.complete('Start-ADSyncSyncCycle -P').offers).toEqual(['-PolicyType'])
    expect(shell.complete('Start-ADSyncSyncCycle -PolicyType I').offers).toEqual(['Initial'])
  })
})
