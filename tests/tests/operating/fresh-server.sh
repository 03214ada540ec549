# A fresh server: nothing of the one before is there but what is kept elsewhere. Runs in the shell that has walked the guide.
echo '== a fresh server' >&2
for name in compare ingest store gateway; do stop "$name"; done
dropdb --force hub
psql --quiet --dbname=postgres --command='DROP ROLE hub'
cd ..
mv hub lost-server
mkdir -p hub/versions/0.1.0
cd hub
cp ../lost-server/versions/0.1.0/zhibiao versions/0.1.0/
ln -s versions/0.1.0 current
cp -r ../lost-server/backup ../lost-server/provider.key .
tar --extract --file=backup/settings.tar
unset -f start serve stop open_gateway token settings ask
source ./hub.sh
# What the walk has noted so far.
cp -r ../lost-server/{lost,refused,away} ../lost-server/*.metrics .
