using System.Text.Json.Nodes;
using Slipway.Model.Values;
using Slipway.Tests;
using Slipway.Trust.Keys;

namespace Slipway.Trust.Tests.Statements;

/// <summary>Another judge of bundles: <c>@sigstore/verify</c> of npm.</summary>
public sealed class OtherJudge : IAsyncLifetime
{
    public const string Accepted = "accepted";

    private readonly NpmProgram _program = new(
        "@sigstore/verify", Repository.PathOf("tests", "Slipway.Trust.Tests", "Statements", "Reference"), "judge.mjs");

    public async ValueTask InitializeAsync() => await _program.InitializeAsync();

    /// <summary>What it says of each bundle: <see cref="Accepted"/>, or why it is refused.</summary>
    internal async Task<string[]> JudgeAsync(IEnumerable<(byte[] Bundle, VerifyingKey Key, Sha256Digest Subject)> cases)
    {
        string output = await _program.RunAsync(cases.Select(one => new JsonArray(
            Convert.ToBase64String(one.Bundle), one.Key.Pem, one.Subject.ToString()).ToJsonString()));
        return output.TrimEnd('\n').Split('\n');
    }

    public ValueTask DisposeAsync()
    {
        _program.Dispose();
        return ValueTask.CompletedTask;
    }
}
