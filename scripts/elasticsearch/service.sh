# Elasticsearch for scripts/services, which sources this (sh): Elastic's minimal distribution from Maven, on the Java of
# the system, with the analysis plugin compiled from the source beside this file. Downloads stay under var/cache.
elasticsearch_source=$PWD/scripts/elasticsearch
elasticsearch_cache=$PWD/var/cache/elasticsearch-$(cksum < "$elasticsearch_source/pom.xml" | tr -s ' ' '-')

# The home of a JDK that is new enough; nothing where there is none.
java_home() {
    for folder in "${JAVA_HOME:-}" "$(readlink -f "$(command -v javac || true)" 2>/dev/null | sed 's|/bin/javac$||')" /usr/lib/jvm/*; do
        [ -n "$folder" ] && [ -x "$folder/bin/javac" ] && [ -x "$folder/bin/jar" ] || continue
        release=$("$folder/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
        if [ "${release:-0}" -ge 17 ]; then echo "$folder"; return; fi
    done
}

# Maven asks the repositories of the person's own settings; without any, its default one.
fetch_elasticsearch() {
    [ ! -e "$elasticsearch_cache/whole" ] || return 0
    say "Fetching Elasticsearch with Maven (100 MB, only the first time)"
    rm -rf "$elasticsearch_cache"; mkdir -p "$elasticsearch_cache"
    if ! mvn --batch-mode --quiet --file "$elasticsearch_source/pom.xml" dependency:copy-dependencies \
        -DoutputDirectory="$elasticsearch_cache" -Dmdep.stripVersion=true >"$elasticsearch_cache/log" 2>&1; then
        say "Maven could not fetch Elasticsearch:"
        grep -v '^$' "$elasticsearch_cache/log" | head -n 5 >&2
        exit 1
    fi
    touch "$elasticsearch_cache/whole"
}

# Its plugin folder holds the compiled classes, Lucene's Japanese analysis and the two descriptors.
build_analysis_plugin() {
    server=$1; java=$2; plugin=$server/plugins/terakoya-analysis
    mkdir -p "$plugin"
    cp "$elasticsearch_source/stable-plugin-descriptor.properties" "$elasticsearch_source/named_components.json" \
        "$elasticsearch_cache/lucene-analysis-kuromoji.jar" "$plugin"
    "$java/bin/javac" --release 17 -classpath "$server/lib/*:$plugin/*" -d "$server/classes" "$elasticsearch_source/Analysis.java"
    "$java/bin/jar" --create --file "$plugin/terakoya-analysis.jar" -C "$server/classes" .
}

unpack_elasticsearch() {
    folder=$1; java=$2
    rm -rf "$folder"; mkdir -p "$folder"
    (cd "$folder" && "$java/bin/jar" -xf "$elasticsearch_cache/elasticsearch.zip" && mv elasticsearch-* server)
    chmod +x "$folder"/server/bin/*
    mkdir -p "$folder/server/config/jvm.options.d" "$folder/tmp"
    printf -- '-Xms512m\n-Xmx512m\n' > "$folder/server/config/jvm.options.d/heap.options"
    build_analysis_plugin "$folder/server" "$java"
    if [ "$(id -u)" = 0 ]; then chown -R "$(as_user id -u)" "$folder"; fi
    touch "$folder/whole"
}

# Its indexes go into memory where there is room: it waits for the disk after each write, which tests need not.
elasticsearch_data() {
    room=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 {print $4}')
    if [ -w /dev/shm ] && [ "${room:-0}" -gt 2000000 ]; then
        data=$(mktemp -d /dev/shm/terakoya-elasticsearch.XXXXXX)
        if [ "$(id -u)" = 0 ]; then chown "$(as_user id -u)" "$data"; fi
        echo "$data"
    else
        echo "$1/data"
    fi
}

# Written at each start: the port may have changed.
configure_elasticsearch() {
    folder=$1
    [ -e "$folder/where" ] && [ -d "$(cat "$folder/where")" ] || elasticsearch_data "$folder" > "$folder/where"
    # A developer's disk that is nearly full must not make the indexes read-only.
    cat > "$folder/server/config/elasticsearch.yml" <<CONF
cluster.name: terakoya-services
discovery.type: single-node
http.host: 127.0.0.1
http.port: $ELASTICSEARCH_PORT
transport.host: 127.0.0.1
transport.port: $((ELASTICSEARCH_PORT + 100))
path.data: $(cat "$folder/where")
path.logs: $folder/logs
xpack.security.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
CONF
}

# Ours, and not whoever was given the same number later: its command line names our folder.
elasticsearch_pid() {
    [ -s "$1/pid" ] || return 0
    pid=$(cat "$1/pid")
    if ps -o args= -p "$pid" 2>/dev/null | grep -qF "$1/server"; then echo "$pid"; fi
}

# The plugin is loaded: a sentence comes back in words. Without it every mapping of ours would be refused.
elasticsearch_answers() {
    python3 - "$ELASTICSEARCH_PORT" <<'ASK'
import json, sys, urllib.request
body = {"tokenizer": "kuromoji_tokenizer", "filter": ["kuromoji_baseform", "cjk_width"], "text": "東京都で勉強会を開いた"}
ask = urllib.request.Request(f"http://127.0.0.1:{sys.argv[1]}/_analyze", json.dumps(body).encode(), {"Content-Type": "application/json"})
try:
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(ask, timeout=20) as answer:
        words = [token["token"] for token in json.load(answer)["tokens"]]
except OSError as error:
    sys.exit(f"{error}: {error.read(300).decode(errors='replace')}" if hasattr(error, "read") else str(error))
if "勉強" not in words:
    sys.exit(f"the analysis plugin gives {words}")
ASK
}

start_elasticsearch() {
    folder=$1/elasticsearch; java=$(java_home)
    if [ -n "$(elasticsearch_pid "$folder")" ]; then return; fi
    fetch_elasticsearch
    [ -e "$folder/whole" ] || unpack_elasticsearch "$folder" "$java"
    configure_elasticsearch "$folder"
    say "Starting Elasticsearch (about 20 seconds)"
    if ! (cd "$folder" && as_user env ES_JAVA_HOME="$java" ES_TMPDIR="$folder/tmp" \
        timeout 120 server/bin/elasticsearch --daemonize --pidfile "$folder/pid" >"$1/elasticsearch.log" 2>&1) \
        || ! elasticsearch_answers; then
        say "Elasticsearch did not start on port $ELASTICSEARCH_PORT (TERAKOYA_ELASTICSEARCH_PORT chooses another):"
        grep -E 'Exception|^ERROR' "$1/elasticsearch.log" | cut -c 1-300 | tail -n 5 >&2 || true
        stop_elasticsearch "$1"
        exit 1
    fi
}

stop_elasticsearch() {
    pid=$(elasticsearch_pid "$1/elasticsearch")
    if [ -n "$pid" ]; then
        # What it held is thrown away with its folder: no need to let it close its indexes first.
        kill -9 "$pid" 2>/dev/null || true
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.2
        done
    fi
    where=$(cat "$1/elasticsearch/where" 2>/dev/null || true)
    case "$where" in /dev/shm/terakoya-elasticsearch.*) rm -rf "$where" ;; esac
}
