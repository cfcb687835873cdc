using System.Text.Json.Serialization;
using Slipway.Store.Database;

namespace Slipway.Cli.Json.Sarif;

/// <summary>SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html: as much of it as is written.</summary>
internal sealed record SarifLog(IReadOnlyList<SarifRun> Runs)
{
    [JsonPropertyName("$schema")]
    [JsonPropertyOrder(-2)]
    public string Schema => "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    [JsonPropertyOrder(-1)]
    public string Version => "2.1.0";
}
