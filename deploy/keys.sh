#!/bin/sh
# Makes the secrets of one installation in deploy/keys/: passwords, addresses with passwords, and certificates for the stores.
# What is there already is kept, so it can be run again. Run it as root, and the containers' users can read what is theirs.
set -eu
umask 077
cd "$(dirname "$0")"
mkdir -p keys
cd keys

word() { openssl rand -hex 24; }
missing() { [ ! -s "$1" ]; }

certify() { # certify NAME: a key, and a certificate for the host of that name
    missing "$1.pem" || return 0
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -subj "/CN=$1" -out "$1.request" 2>/dev/null
    printf 'subjectAltName=DNS:%s,DNS:localhost\nextendedKeyUsage=serverAuth\n' "$1" >"$1.extensions"
    openssl x509 -req -in "$1.request" -CA authority.pem -CAkey authority.key -CAcreateserial -days 825 -sha256 \
        -extfile "$1.extensions" -out "$1.pem" 2>/dev/null
    rm "$1.request" "$1.extensions"
}

if missing authority.pem; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -sha256 -subj "/CN=Parley stores" \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign -keyout authority.key -out authority.pem 2>/dev/null
fi
certify postgres
certify valkey

missing secret_key && openssl rand -base64 48 >secret_key
missing staff_secret_key && openssl rand -base64 48 >staff_secret_key
missing key_ring && echo "$(openssl rand -hex 4) $(openssl rand -base64 32)" >key_ring
# A number below the order of P-256: its first byte is 0.
missing vapid_key && { printf '\0'; openssl rand 31; } | openssl base64 -A | tr '+/' '-_' | tr -d '=' >vapid_key
for name in superuser_password owner_password app_password staff_password valkey_password; do
    missing "$name" && word >"$name"
done
: >>smtp_password
missing mail_hook_secret && echo "ses:$(word)" >mail_hook_secret

database="postgres:5432/parley?sslmode=verify-full&sslrootcert=/run/secrets/authority"
missing database_url && echo "postgres://parley_app:$(cat app_password)@$database" >database_url
missing database_owner_url && echo "postgres://parley_owner:$(cat owner_password)@$database" >database_owner_url
missing database_staff_url && echo "postgres://parley_staff:$(cat staff_password)@$database" >database_staff_url
missing redis_url && echo "rediss://:$(cat valkey_password)@valkey:6379/0?ssl_ca_certs=/run/secrets/authority" >redis_url
missing valkey.conf && cat >valkey.conf <<END
port 0
tls-port 6379
tls-cert-file /run/secrets/valkey.pem
tls-key-file /run/secrets/valkey.key
tls-ca-cert-file /run/secrets/authority
tls-auth-clients no
tls-protocols "TLSv1.2 TLSv1.3"
requirepass $(cat valkey_password)
dir /data
save 60 1
maxmemory-policy noeviction
END
missing s3.json && cat >s3.json <<END
{"identities": [{"name": "parley", "credentials": [{"accessKey": "$(word)", "secretKey": "$(word)"}], "actions": ["Admin", "Read", "Write"]}]}
END

# Everybody may read whom to trust; the rest belongs to the one user who needs it, and authority.key to nobody in a container.
chmod 644 authority.pem postgres.pem valkey.pem
if [ "$(id -u)" = 0 ]; then
    chown 10001 secret_key staff_secret_key key_ring vapid_key database_url database_owner_url database_staff_url redis_url smtp_password mail_hook_secret
    chown 999 postgres.key superuser_password owner_password app_password staff_password valkey.key valkey.conf
    chmod 711 .
fi
echo "deploy/keys/ is complete."
