using System.Text;
using ApiSnoop.Audit.Wrappings.Json;

namespace ApiSnoop.Audit.Wrappings.Exports;

/// <summary>
/// Puts an event together whose fields stand side by side, each under the whole of its name: <c>user.username</c>,
/// <c>json.user.username</c> or <c>user_username</c>, as databases flatten JSON; or as columns of Azure's table AKSAudit, whose names are
/// nearly those of the event, with objects as JSON text.
/// </summary>
internal sealed class FlattenedEvent(RebuiltEvent rebuilt)
{
    const string AuditId = "auditid";

    /// <summary>Reads the fields of an object that is known to be whole.</summary>
    /// <returns>The event as JSON; empty if the fields do not make one.</returns>
    public ReadOnlySpan<byte> Read(ReadOnlySpan<byte> record)
    {
        rebuilt.Clear();
        var prefix = PrefixOf(record);
        var members = new JsonMembers(record);
        while (members.NextMember())
        {
            var key = Encoding.UTF8.GetString(members.Key);
            if (key.StartsWith(prefix, StringComparison.Ordinal)) Take(key[prefix.Length..], members.Value);
        }

        return rebuilt.IsEnough ? rebuilt.ToJson() : [];
    }

    static string PrefixOf(ReadOnlySpan<byte> record)
    {
        var members = new JsonMembers(record);
        while (members.NextMember())
        {
            var key = Encoding.UTF8.GetString(members.Key);
            if (key.EndsWith(AuditId, StringComparison.OrdinalIgnoreCase)) return key[..^AuditId.Length];
        }

        return "";
    }

    void Take(string name, ReadOnlySpan<byte> value)
    {
        var dot = name.AsSpan().IndexOfAny('.', '_');
        var (first, rest) = dot < 0 ? (name, "") : (name[..dot], name[(dot + 1)..]);
        switch (first.ToLowerInvariant())
        {
            case AuditId when rest.Length == 0:
                rebuilt.Set("auditID", JsonText.Of(value));
                break;
            case "level" or "stage" or "verb" when rest.Length == 0:
                rebuilt.Set(first.ToLowerInvariant(), JsonText.Of(value));
                break;
            case "requesturi" when rest.Length == 0:
                rebuilt.Set("requestURI", JsonText.Of(value));
                break;
            case "useragent" when rest.Length == 0:
                rebuilt.Set("userAgent", JsonText.Of(value));
                break;
            case "requestreceivedtimestamp" or "requestreceivedtime" when rest.Length == 0:
                rebuilt.Set("requestReceivedTimestamp", JsonText.Of(value));
                break;
            case "stagetimestamp" or "stagereceivedtime" when rest.Length == 0:
                rebuilt.Set("stageTimestamp", JsonText.Of(value));
                break;
            case "user" or "impersonateduser" or "objectref" or "responsestatus" or "annotations":
                TakePart(first.ToLowerInvariant(), rest, value);
                break;
        }
    }

    void TakePart(string of, string part, ReadOnlySpan<byte> value)
    {
        if (part.Length == 0)
        {
            TakeObject(of, value);
            return;
        }

        var text = JsonText.Of(value);
        switch (of)
        {
            case "user" when part == "username":
                rebuilt.User = text;
                break;
            case "impersonateduser" when part == "username":
                rebuilt.ImpersonatedUser = text;
                break;
            case "objectref":
                rebuilt.SetObjectRef(part, text);
                break;
            case "responsestatus" when part == "code":
                rebuilt.Code = RebuiltEvent.CodeOf(text);
                break;
            case "annotations":
                rebuilt.SetAnnotation(part, text);
                break;
        }
    }

    /// <summary>Takes a whole object, or the text of one; what was too big for the table is a text that is no object.</summary>
    void TakeObject(string of, ReadOnlySpan<byte> value)
    {
        if (value[0] == '"') value = Encoding.UTF8.GetBytes(JsonText.Of(value));
        if (value.IsEmpty || value[0] != '{' || JsonExtent.Of(value, out var length) != JsonReach.Whole) return;
        var parts = new JsonMembers(value[..length]);
        while (parts.NextMember())
            if (parts.Value[0] is not ((byte)'{' or (byte)'[')) TakePart(of, JsonText.OfKey(parts.Key), parts.Value);
    }
}
