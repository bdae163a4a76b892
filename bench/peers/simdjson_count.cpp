// Reads an audit log with simdjson's On-Demand parser, takes the fields that APISnoop takes, and counts by verb and user agent.
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <unordered_map>
#include <simdjson.h>

using namespace simdjson;

template <class Value> static std::string_view text(Value &&value) {
    std::string_view found;
    return value.get_string().get(found) == SUCCESS ? found : std::string_view();
}

struct Event {
    std::string_view id, stage, uri, verb, user, agent, space, received;
    int64_t code = 0;
};

static void read(ondemand::object document, Event &event) {
    for (auto field : document) {
        std::string_view key = field.unescaped_key();
        ondemand::value value = field.value();
        if (key == "auditID") event.id = text(value);
        else if (key == "stage") event.stage = text(value);
        else if (key == "requestURI") event.uri = text(value);
        else if (key == "verb") event.verb = text(value);
        else if (key == "userAgent") event.agent = text(value);
        else if (key == "requestReceivedTimestamp") event.received = text(value);
        else if (key == "user") event.user = text(value.find_field_unordered("username"));
        else if (key == "objectRef") event.space = text(value.find_field_unordered("namespace"));
        else if (key == "responseStatus") {
            if (value.find_field_unordered("code").get_int64().get(event.code)) event.code = 0;
        }
    }
}

int main(int, char **arguments) {
    padded_string log;
    if (padded_string::load(arguments[1]).get(log)) return 1;
    ondemand::parser parser;
    ondemand::document_stream events;
    if (parser.iterate_many(log, 8 << 20).get(events)) return 1;
    std::unordered_map<std::string, uint64_t> counts;
    std::string key;
    uint64_t total = 0, sizes = 0;
    for (auto document : events) {
        Event event;
        ondemand::object object;
        if (document.get_object().get(object)) continue;
        read(object, event);
        key.assign(event.verb).append(1, '\t').append(event.agent);
        counts[key]++;
        sizes += event.id.size() + event.stage.size() + event.uri.size() + event.user.size() + event.space.size() + event.received.size() + event.code;
        total++;
    }

    std::printf("%llu events, %zu combinations, %llu\n", (unsigned long long)total, counts.size(), (unsigned long long)sizes);
}
