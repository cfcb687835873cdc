using System.Collections.Immutable;
using System.CommandLine;
using Slipway.Application.Builds;
using Slipway.Application.Requests;
using Slipway.Model.Diagnostics;
using Slipway.Model.Secrets;

namespace Slipway.Cli.Options;

/// <summary>The options of commands that build.</summary>
internal sealed class BuildOptionSet
{
    private readonly Option<string[]> _secrets = new("--secret")
    {
        Description =
            "A build secret: its ID when slipway.yml says where it is, else id=ID,src=FILE or id=ID,env=VARIABLE; "
            + "may be repeated",
        HelpName = "SECRET",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _pull = new("--pull")
    {
        Description = "Fetch images from elsewhere that are named by a tag although the engine has them",
    };

    private readonly Option<bool> _singleTenant = new("--single-tenant")
    {
        Description =
            "All who build on this machine trust each other: let Buildah build at protected levels beside others",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_pull);
        command.Options.Add(_singleTenant);
        command.Options.Add(JobsOption.Create());
        command.Options.Add(_secrets);
        command.Options.Add(EngineOption.Create());
    }

    public BuildOptions Read(ParseResult arguments) => new()
    {
        Parallelism = JobsOption.Read(arguments),
        Pull = arguments.GetValue(_pull),
        IsSingleTenant = arguments.GetValue(_singleTenant),
        Environments = SecretEnvironments.Of(Environment.GetEnvironmentVariable),
        Secrets = ReadSecrets(arguments.GetValue(_secrets) ?? []),
    };

    private static ImmutableArray<BuildSecret> ReadSecrets(string[] texts)
    {
        ImmutableArray<BuildSecret> secrets = [.. texts.Select(ReadSecret)];
        return
            secrets.CountBy(secret => secret.Id, StringComparer.Ordinal).FirstOrDefault(pair => pair.Value > 1)
                is { Key: { } twice }
            ? throw new SlipwayException(new Diagnostic(
                RequestCodes.InvalidValue, $"--secret gives '{twice}' twice", "Give each secret once."))
            : secrets;
    }

    /// <summary>
    /// The syntax of <c>docker build --secret</c>; nothing of the text is printed, because it may hold a value.
    /// </summary>
    private static BuildSecret ReadSecret(string text)
    {
        if (SecretIds.IsValid(text))
        {
            return new BuildSecret(text, null, null);
        }

        var fields = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (string field in text.Split(','))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            string key = equals > 0 ? field[..equals] : string.Empty;
            key = key == "source" ? "src" : key;
            if (key is not ("id" or "src" or "env" or "type") || !fields.TryAdd(key, field[(equals + 1)..]))
            {
                throw Malformed();
            }
        }

        string? id = fields.GetValueOrDefault("id");
        string? file = fields.GetValueOrDefault("src");
        string? variable = fields.GetValueOrDefault("env");
        return string.IsNullOrEmpty(id) || file is null == variable is null || file is "" || variable is ""
            ? throw Malformed()
            : new BuildSecret(id, file is null ? null : Path.GetFullPath(file), variable);
    }

    private static SlipwayException Malformed() => new(new Diagnostic(
        RequestCodes.InvalidValue,
        "A value of --secret is malformed",
        "Write id=ID,src=FILE for a file, id=ID,env=VARIABLE for an environment variable, or the id alone when "
        + "slipway.yml says where it is."));
}
