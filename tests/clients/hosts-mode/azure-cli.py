"""The Azure CLI without any setting about where the cloud is. Prints a line of JSON for each question."""
import json
import os
import subprocess
import sys
import tempfile

info = json.load(open(sys.argv[1]))
daemon = next(app for app in info["apps"] if app["name"] == "daemon")
admin = next(a for a in info["accounts"] if a["role"] == "Global Administrator")
folder = tempfile.TemporaryDirectory()
environment = {**os.environ, "AZURE_CONFIG_DIR": folder.name, "AZURE_CORE_COLLECT_TELEMETRY": "0"}


def az(*words):
    ran = subprocess.run(["az", *words, "-o", "json"], env=environment, capture_output=True, text=True)
    if ran.returncode != 0:
        return {"error": ran.stderr.strip().splitlines()[-1]}
    return json.loads(ran.stdout) if ran.stdout.strip() else None


def tell(name, answer):
    print(json.dumps([name, answer]), flush=True)


as_app = ["--service-principal", "-u", daemon["clientId"], "-p", daemon["clientSecret"]]
signed_in = az("login", *as_app, "--tenant", info["tenantId"], "--allow-no-subscriptions")
tell("service principal", signed_in[0]["user"]["type"])
tell("user show", az("ad", "user", "show", "--id", admin["upn"])["userPrincipalName"])
group = az("ad", "group", "create", "--display-name", "From az", "--mail-nickname", "fromaz")
member = az("ad", "user", "show", "--id", "anna@contoso.com")["id"]
az("ad", "group", "member", "add", "--group", group["id"], "--member-id", member)
tell("group member", az("ad", "group", "member", "check", "--group", group["id"], "--member-id", member))
app = az("ad", "app", "create", "--display-name", "From az")["appId"]
az("ad", "sp", "create", "--id", app)
secret = az("ad", "app", "credential", "reset", "--id", app)["password"]
tell("application secret", bool(secret))
federated = {"name": "pipeline", "issuer": "https://ci.example", "subject": "x", "audiences": ["api://AzureADTokenExchange"]}
made = az("ad", "app", "federated-credential", "create", "--id", app, "--parameters", json.dumps(federated))
tell("federated credential", made["name"])
az("ad", "app", "update", "--id", app, "--set", "notes=from az")
tell("noted", az("ad", "app", "show", "--id", app)["notes"])
az("logout")
tell("with the secret", az("login", "--service-principal", "-u", app, "-p", secret, "--tenant", info["tenantId"], "--allow-no-subscriptions")[0]["user"]["name"] == app)
az("logout")
person = az("login", "-u", admin["upn"], "-p", admin["password"], "--allow-no-subscriptions")
tell("person", person[0]["user"]["name"])
tell("rest", len(az("rest", "--url", "https://graph.microsoft.com/v1.0/users?$top=2")["value"]))
