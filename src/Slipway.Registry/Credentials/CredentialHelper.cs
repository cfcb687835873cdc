using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Slipway.Model.Diagnostics;
using Slipway.Model.Registries;
using Slipway.Model.Text;
using Slipway.Processes;
using Slipway.Registry.Settings;

namespace Slipway.Registry.Credentials;

/// <summary>Asks the programs that keep credentials for Docker, once each.</summary>
/// <remarks>https://github.com/docker/docker-credential-helpers/blob/v0.9.3/README.md#development.</remarks>
internal sealed class CredentialHelper(RegistrySettings settings)
{
    private const string NotFound = "credentials not found";
    private const string TokenUsername = "<token>";

    private readonly ConcurrentDictionary<(string, string), Credential?> _answers = new();
    private readonly ProcessRunner _runner = new(settings.Clock, CannotStart);

    /// <param name="name">The part of the program's name after <c>docker-credential-</c>.</param>
    /// <param name="server">What it knows the registry as.</param>
    /// <param name="file">The file that names it.</param>
    /// <returns>Null when it has none.</returns>
    /// <exception cref="SlipwayException">It is missing, fails, or prints something else.</exception>
    public async Task<Credential?> GetAsync(
        string name, string server, string file, CancellationToken cancellationToken)
    {
        if (_answers.TryGetValue((name, server), out var known))
        {
            return known;
        }

        string program = $"docker-credential-{name}";
        var answer = await _runner.ReadAsync(
            new ToolCommand(Locate(program, file), ["get"], ImmutableSortedDictionary<string, string?>.Empty),
            Encoding.UTF8.GetBytes(server),
            cancellationToken);
        string text = Encoding.UTF8.GetString(answer.Output.Span);
        if (answer.ExitCode != 0 && text.Contains(NotFound, StringComparison.OrdinalIgnoreCase))
        {
            return _answers[(name, server)] = null;
        }

        return answer.ExitCode == 0
            ? _answers[(name, server)] = Parse(text, program, $"{program} ({file})")
            : throw Failed(program, $"exit code {answer.ExitCode}{Reason(text, answer.Errors)}");
    }

    private static Credential? Parse(string text, string program, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            string username = document.RootElement.GetProperty("Username").GetString() ?? string.Empty;
            string secret = document.RootElement.GetProperty("Secret").GetString() ?? string.Empty;
            return (username, secret) switch
            {
                (_, "") => null,
                (TokenUsername, _) => Credential.IdentityToken(secret, source),
                _ => Credential.Password(username, secret, source),
            };
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Neither the text nor the exception, which quotes it: there may be a secret in it.
            throw Failed(program, "what it prints is not the JSON that it should be");
        }
    }

    // A helper says on standard output why it fails; what looks like its answer is not shown.
    private static string Reason(string output, string errors) =>
        new[] { output.Contains('{', StringComparison.Ordinal) ? string.Empty : output.Trim(), errors.Split('\n')[^1] }
            .FirstOrDefault(text => text.Length > 0) is { } reason ? $" ({Display.Text(reason)})" : string.Empty;

    private string Locate(string program, string file) =>
        program.Contains('/', StringComparison.Ordinal)
            ? throw Failed(Display.Text(program), $"'{Display.Line(file)}' names it by a path")
            : (settings.Get("PATH") ?? string.Empty).Split(Path.PathSeparator)
                .Select(folder => Path.Join(folder, program))
                .FirstOrDefault(File.Exists)
            ?? throw Failed(program, $"it is not on PATH, and '{Display.Line(file)}' names it");

    private static SlipwayException CannotStart(string program, Exception cause) =>
        new(Diagnose(Path.GetFileName(program), cause.Message), cause);

    private static SlipwayException Failed(string program, string why) => new(Diagnose(program, why));

    private static Diagnostic Diagnose(string program, string why) => new(
        RegistryCodes.CredentialHelperFailed,
        $"The credential helper {Display.Text(program)} failed: {why}",
        "Install or repair it, or give a file with credentials by --registry-auth-file.");
}
