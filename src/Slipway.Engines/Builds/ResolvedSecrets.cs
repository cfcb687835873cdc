using System.Collections.Immutable;
using System.Text;
using Slipway.Engines.Errors;
using Slipway.Engines.Settings;
using Slipway.Model.Diagnostics;
using Slipway.Model.Secrets;

namespace Slipway.Engines.Builds;

/// <summary>The secrets of one build, found and ready to be handed over.</summary>
/// <param name="Options">The values of <c>--secret</c>: ids and places, never values.</param>
/// <param name="Values">The values, in the same order.</param>
/// <param name="Mask">Blots the values out.</param>
internal sealed record ResolvedSecrets(
    ImmutableArray<string> Options, ImmutableArray<SecretValue> Values, SecretMask Mask)
{
    private const string VariablePrefix = "SLIPWAY_BUILD_SECRET_";

    /// <summary>What the command's environment has besides, for values that no file and no variable holds.</summary>
    public ImmutableSortedDictionary<string, string?> Variables { get; init; } =
        ImmutableSortedDictionary.Create<string, string?>(StringComparer.Ordinal);

    /// <exception cref="SlipwayException">Files or variables are missing; all of them are named.</exception>
    public static ResolvedSecrets Of(ImmutableArray<BuildSecret> secrets, EngineEnvironment environment)
    {
        var options = ImmutableArray.CreateBuilder<string>();
        var values = ImmutableArray.CreateBuilder<SecretValue>();
        var variables = ImmutableSortedDictionary.CreateBuilder<string, string?>(StringComparer.Ordinal);
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var given in secrets)
        {
            var secret = given;
            if (secret.Value is { } bytes)
            {
                secret = secret with { Variable = $"{VariablePrefix}{variables.Count}" };
                variables[secret.Variable] = Encoding.UTF8.GetString(bytes.Span);
                environment = environment with
                {
                    Variables = environment.Variables.SetItem(secret.Variable, variables[secret.Variable]!),
                };
            }

            var (option, value, problem) = Resolve(secret, environment);
            if (problem is not null)
            {
                problems.Add(problem);
                continue;
            }

            options.Add(option);
            values.Add(new SecretValue(secret.Id, value));
        }

        return problems.Count == 0
            ? new ResolvedSecrets(
                options.ToImmutable(), values.ToImmutable(), new SecretMask(values.Select(value => value.Text)))
            {
                Variables = variables.ToImmutable(),
            }
            : throw new SlipwayException(problems.ToImmutable());
    }

    private static (string Option, byte[] Value, Diagnostic? Problem) Resolve(
        BuildSecret secret, EngineEnvironment environment)
    {
        string place = secret.Variable ?? (secret.File is null ? string.Empty : Path.GetFullPath(secret.File));
        // The option is a list with commas, which Podman splits without looking at quotes.
        if ((secret.Id + place).AsSpan().ContainsAny(",\"\n\r=") || place.Length == 0)
        {
            return Unreadable(
                secret.Id,
                "its id, file or variable is empty or holds a comma, a quote, an equals sign or a line break",
                "Give the secret a plain id and put its file under a plain path");
        }

        if (secret.Variable is { } variable)
        {
            return environment.Variables.TryGetValue(variable, out string? value)
                ? ($"id={secret.Id},env={variable}", Encoding.UTF8.GetBytes(value), null)
                : Unset(secret.Id, variable);
        }

        try
        {
            return ($"id={secret.Id},src={place}", File.ReadAllBytes(place), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unreadable(
                secret.Id,
                $"the file {place} cannot be read",
                "Create the file, or name the one that holds the secret, and see to it that you may read it");
        }
    }

    /// <summary>
    /// Names the variable only when it looks like one: <c>env=$TOKEN</c> for <c>env=TOKEN</c> puts the value there, and
    /// nobody would look for it in an error.
    /// </summary>
    private static (string, byte[], Diagnostic) Unset(string id, string variable) =>
        variable.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_')
            ? Unreadable(id, $"the variable {variable} is not set", $"Set {variable} in the environment of the command")
            : Unreadable(
                id,
                "the variable that 'env' names is not set",
                "Write the name of a variable there, not its value (env=TOKEN, not env=$TOKEN), and set it in the "
                + "environment of the command");

    private static (string, byte[], Diagnostic) Unreadable(string id, string reason, string remedy) =>
        (string.Empty, [], new Diagnostic(
            EngineCodes.SecretUnreadable, $"The build secret '{id}' cannot be read: {reason}", remedy));
}
