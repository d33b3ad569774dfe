/** German of the sign-in pages, by their English. */
export const germanPages: Readonly<Record<string, string>> = {
  'Sign in to your account': 'Bei Ihrem Konto anmelden',
  'Sign in': 'Anmelden',
  'Email address or user name': 'E-Mail-Adresse oder Benutzername',
  Next: 'Weiter',
  Back: 'Zurück',
  'to continue to': 'weiter zu',
  'Enter password': 'Kennwort eingeben',
  Password: 'Kennwort',
  "Your account or password is incorrect. If you don't remember it, reset it with the link below.":
    'Ihr Konto oder Kennwort ist nicht richtig. Wenn Sie es nicht mehr wissen, setzen Sie es über den Link unten zurück.',
  'Your account is temporarily locked to prevent unauthorized use. Try again later, and if it goes on, ask your administrator.':
    'Ihr Konto ist vorübergehend gesperrt, um unbefugte Nutzung zu verhindern. Versuchen Sie es später noch einmal, und fragen Sie Ihren Administrator, wenn es dabei bleibt.',
  'Your account has been locked. Ask your administrator to unlock it, then try again.':
    'Ihr Konto wurde gesperrt. Bitten Sie Ihren Administrator, es zu entsperren, und versuchen Sie es dann noch einmal.',
  'Forgot my password': 'Kennwort vergessen',
  'Stay signed in?': 'Angemeldet bleiben?',
  'Then you will be asked to sign in less often.': 'Dann werden Sie seltener nach der Anmeldung gefragt.',
  Yes: 'Ja',
  No: 'Nein',
  'Permissions requested': 'Angeforderte Berechtigungen',
  'would like to:': 'möchte:',
  'Consent on behalf of your organization': 'Zustimmung im Namen Ihrer Organisation',
  Accept: 'Annehmen',
  Cancel: 'Abbrechen',
  'Update your password': 'Kennwort aktualisieren',
  'You need to update your password because this is the first time you are signing in, or because your password has expired.':
    'Sie müssen Ihr Kennwort aktualisieren, weil Sie sich zum ersten Mal anmelden oder weil Ihr Kennwort abgelaufen ist.',
  'Current password': 'Aktuelles Kennwort',
  'New password': 'Neues Kennwort',
  'Confirm password': 'Kennwort bestätigen',
  'More information required': 'Weitere Informationen erforderlich',
  'Your organization needs more information to keep your account secure.':
    'Ihre Organisation benötigt weitere Informationen, um Ihr Konto zu schützen.',
  'Skip for now': 'Vorerst überspringen',
  'Pick an account': 'Konto auswählen',
  'Use another account': 'Ein anderes Konto verwenden',
  'Troubleshooting details': 'Einzelheiten zur Fehlersuche',
  'You signed out of your account': 'Sie haben sich abgemeldet',
  "It's a good idea to close all browser windows.": 'Schließen Sie am besten alle Browserfenster.',
  'You are signed in. You may close this page.': 'Sie sind angemeldet. Sie können diese Seite schließen.',
  'Enter code': 'Code eingeben',
  'Enter the code displayed on your app or device.':
    'Geben Sie den Code ein, den Ihre App oder Ihr Gerät zeigt.',
  Code: 'Code',
  'That code has been used or has expired.': 'Dieser Code wurde schon verwendet oder ist abgelaufen.',
  'That code didn’t work. Check the code and try again.':
    'Dieser Code hat nicht funktioniert. Prüfen Sie ihn und versuchen Sie es noch einmal.',
  Confirm: 'Bestätigen',
  Continue: 'Weiter',
  'Are you trying to sign in to': 'Möchten Sie sich anmelden bei',
  'Only continue if you started this sign-in on your own device, and trust the app.':
    'Machen Sie nur weiter, wenn Sie diese Anmeldung selbst auf Ihrem Gerät begonnen haben und der App vertrauen.',
  'Working...': 'Einen Moment …',
  'Scripts are off. Press the button to go on.':
    'Skripte sind ausgeschaltet. Drücken Sie die Taste, um weiterzumachen.',
  Submit: 'Absenden',
}
