"""python3-msal without any setting about where the cloud is. Prints a line of JSON for each question."""
import json
import sys

import msal
import requests

info = json.load(open(sys.argv[1]))
apps = {app["name"]: app for app in info["apps"]}
admin = next(a for a in info["accounts"] if a["role"] == "Global Administrator")
authority = "https://login.microsoftonline.com/" + info["tenantId"]
read = ["User.Read"]


def tell(name, answer):
    print(json.dumps([name, answer]), flush=True)


daemon = msal.ConfidentialClientApplication(
    apps["daemon"]["clientId"], authority=authority, client_credential=apps["daemon"]["clientSecret"]
)
tell("client credentials", "access_token" in daemon.acquire_token_for_client(["https://graph.microsoft.com/.default"]))
wrong = msal.ConfidentialClientApplication(apps["daemon"]["clientId"], authority=authority, client_credential="no")
tell("wrong secret", wrong.acquire_token_for_client(["https://graph.microsoft.com/.default"])["error_codes"])

public = msal.PublicClientApplication(apps["public"]["clientId"], authority=authority)
signed_in = public.acquire_token_by_username_password(admin["upn"], admin["password"], read)
tell("password", signed_in["id_token_claims"]["preferred_username"])
refused = public.acquire_token_by_username_password(admin["upn"], "wrong", read)
tell("wrong password", refused["error_codes"])

account = public.get_accounts()[0]
tell("from the cache", public.acquire_token_silent(read, account)["access_token"] == signed_in["access_token"])
renewed = public.acquire_token_silent(read, account, force_refresh=True)
again = public.acquire_token_silent(read, account, force_refresh=True)
tell("renewed", len({signed_in["access_token"], renewed["access_token"], again["access_token"]}))

flow = public.initiate_device_flow(read)
tell("device code page", flow["verification_uri"])

# Now the Connect server federates the domain: the same call goes to AD FS (metadata exchange, WS-Trust) and back.
control = info["portal"].split("/portal")[0] + "/lab/v1/labs/" + info["lab"]
chosen = requests.put(
    control + "/connect/user-sign-in",
    json={"method": "federation", "username": admin["upn"], "password": admin["password"]},
)
tell("federated", chosen.json())
anna = next(a for a in info["accounts"] if a.get("upn") == "anna@contoso.com")
person = msal.PublicClientApplication(apps["public"]["clientId"], authority=authority)
tell(
    "federated password",
    person.acquire_token_by_username_password(anna["upn"], anna["password"], read)
    .get("id_token_claims", {})
    .get("preferred_username"),
)
