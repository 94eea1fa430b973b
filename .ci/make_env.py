"""Write .env from .env.example with fresh secrets; an existing .env is left alone."""

import secrets
import sys
from pathlib import Path

from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parents[1]
FRESH = {
    name: secrets.token_urlsafe(32) for name in ("POSTGRES_PASSWORD", "REDIS_PASSWORD", "JWT_SECRET", "API_SECRET_KEY")
}
FRESH["FERNET_KEY"] = Fernet.generate_key().decode()

target = ROOT / ".env"
if target.exists():
    sys.exit(".env is there already; remove it first if you want new secrets")
lines = (ROOT / ".env.example").read_text().splitlines()
target.touch(mode=0o600)
target.write_text("\n".join(f"{line}{FRESH.get(line.rstrip('='), '')}" for line in lines) + "\n")
print("wrote .env")
