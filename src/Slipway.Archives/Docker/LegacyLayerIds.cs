using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Slipway.Model.Values;

namespace Slipway.Archives.Docker;

/// <summary>Tells which layer is behind a name of the archives that Docker wrote up to version 24.</summary>
/// <remarks>
/// There a layer is <c>&lt;id&gt;/layer.tar</c>, and the id is the SHA-256 of <c>&lt;id&gt;/json</c> without <c>id</c>
/// and with <c>layer_id</c>, the layer's chain ID (moby's <c>image/v1/imagev1.go</c>, <c>CreateID</c>;
/// <c>image/tarexport/save.go</c> adds <c>os</c> afterwards, except to the highest layer's, which has it from the
/// start). The chain IDs follow from the diff IDs that are expected, so whichever gives the id is the layer: known
/// before its content is read.
/// </remarks>
internal sealed class LegacyLayerIds(ImmutableArray<DiffId> diffIds)
{
    private readonly ImmutableArray<Sha256Digest> _chainIds = ChainIds(diffIds);

    /// <summary>The diff ID of the layer, or null when none of the expected ones gives this id.</summary>
    public DiffId? Identify(Sha256Digest id, byte[] json)
    {
        SortedDictionary<string, string>? members;
        try
        {
            members = Members(json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }

        for (int i = 0; i < _chainIds.Length; i++)
        {
            members["layer_id"] = $"\"{_chainIds[i].ToOciString()}\"";
            if (Hash(members, null) == id || Hash(members, "os") == id)
            {
                return diffIds[i];
            }
        }

        return null;
    }

    /// <summary>https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md#layer-chainid</summary>
    private static ImmutableArray<Sha256Digest> ChainIds(ImmutableArray<DiffId> diffIds)
    {
        var chain = ImmutableArray.CreateBuilder<Sha256Digest>(diffIds.Length);
        foreach (var diffId in diffIds)
        {
            chain.Add(chain.Count == 0
                ? diffId.Sha256
                : Sha256Digest.Of(Encoding.ASCII.GetBytes($"{chain[^1].ToOciString()} {diffId.ToOciString()}")));
        }

        return chain.ToImmutable();
    }

    /// <summary>The members with their text as it is, sorted as Go sorts a map's keys.</summary>
    private static SortedDictionary<string, string> Members(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var members = new SortedDictionary<string, string>(Utf8Order.Instance);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            switch (member.Name)
            {
                case "id":
                    break;
                case "parent":
                    members[member.Name] = $"\"{Sha256Digest.OciPrefix}{member.Value.GetString()}\"";
                    break;
                default:
                    members[member.Name] = member.Value.GetRawText();
                    break;
            }
        }

        return members;
    }

    private static Sha256Digest Hash(SortedDictionary<string, string> members, string? without)
    {
        var text = new StringBuilder("{");
        foreach (var (name, value) in members)
        {
            if (name != without)
            {
                text.Append(text.Length > 1 ? "," : string.Empty).Append('"').Append(name).Append("\":").Append(value);
            }
        }

        return Sha256Digest.Of(Encoding.UTF8.GetBytes(text.Append('}').ToString()));
    }
}
