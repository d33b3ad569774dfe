import { language } from '../../lab/language.ts'

/** Usage locations on offer, ISO 3166 alpha-2, named in the reader's language by the browser. */
const codes =
  'AE AR AT AU BE BG BR CA CH CL CN CO CZ DE DK EE EG ES FI FR GB GR HK HR HU ID IE IL IN IS IT JP KE KR LT LU LV MX MY NG NL NO NZ PE PH PL PT RO RS SA SE SG SI SK TH TR TW UA US VN ZA'

export function countries(): readonly { readonly code: string; readonly name: string }[] {
  const names = new Intl.DisplayNames([language.value], { type: 'region' })
  return codes
    .split(' ')
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((one, other) => one.name.localeCompare(other.name))
}
