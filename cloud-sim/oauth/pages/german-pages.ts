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
  'Approve sign-in request': 'Anmeldeanforderung genehmigen',
  'Open your authenticator app and type the number shown here to sign in.':
    'Öffnen Sie Ihre Authenticator-App, und geben Sie die hier gezeigte Zahl ein, um sich anzumelden.',
  'Your phone is being called. Answer it and press # to go on.':
    'Ihr Telefon wird angerufen. Nehmen Sie ab, und drücken Sie #, um fortzufahren.',
  'Waiting for your phone.': 'Warten auf Ihr Telefon.',
  'I have answered': 'Ich habe geantwortet',
  'Use another way': 'Einen anderen Weg nehmen',
  'Asked for by the multifactor authentication of {directory}.':
    'Verlangt von der Multi-Faktor-Authentifizierung von {directory}.',
  'Code that your authenticator app shows for this account':
    'Code, den Ihre Authenticator-App für dieses Konto zeigt',
  'Code from the text message to': 'Code aus der SMS an',
  Verify: 'Überprüfen',
  'Approve a request in my authenticator app': 'Eine Anforderung in meiner Authenticator-App genehmigen',
  'Use a code from my authenticator app': 'Einen Code aus meiner Authenticator-App verwenden',
  'Text a code to': 'Einen Code per SMS an',
  Call: 'Anrufen:',
  'Call the office phone': 'Bürotelefon anrufen:',
  'Verify your identity': 'Ihre Identität überprüfen',
  "That code didn't work. Check the code and try again.":
    'Dieser Code hat nicht funktioniert. Prüfen Sie ihn, und versuchen Sie es noch einmal.',
  'The request was denied, or a wrong number was typed. Try again if it was you.':
    'Die Anforderung wurde abgelehnt, oder es wurde eine falsche Zahl eingegeben. Versuchen Sie es noch einmal, wenn Sie es waren.',
  'Nobody answered in time. Try again, or use another way.':
    'Niemand hat rechtzeitig geantwortet. Versuchen Sie es noch einmal, oder nehmen Sie einen anderen Weg.',
  'You cannot access this right now': 'Sie können gerade nicht darauf zugreifen',
  'Your sign-in was successful, but you do not meet what the organization asks for to get there.':
    'Die Anmeldung war erfolgreich, aber Sie erfüllen nicht, was die Organisation dafür verlangt.',
  'Too many attempts': 'Zu viele Versuche',
  'The second factor was tried too often. Wait ten minutes and sign in again.':
    'Der zweite Faktor wurde zu oft versucht. Warten Sie zehn Minuten, und melden Sie sich noch einmal an.',
}
