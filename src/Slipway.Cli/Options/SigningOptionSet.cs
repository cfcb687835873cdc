using System.CommandLine;
using Slipway.Application.Signing;

namespace Slipway.Cli.Options;

/// <summary>The options of commands that sign statements.</summary>
internal sealed class SigningOptionSet
{
    private readonly Option<bool> _sign = new("--sign")
    {
        Description = "Sign a statement of what was built from what, and keep it with the image",
    };

    private readonly Option<string?> _key = new("--signing-key")
    {
        Description =
            "The private key: a file, env:VARIABLE, or command:PROGRAM that signs (default: $SLIPWAY_SIGNING_KEY, else "
            + "that of slipway.yml)",
        HelpName = "KEY",
    };

    private readonly Option<string?> _publicKey = new("--public-key")
    {
        Description = "The file with the public key of a program that signs",
        HelpName = "FILE",
    };

    private readonly Option<string?> _builder = new("--builder")
    {
        Description = "Who builds: a URI that the statement bears (default: that of slipway.yml)",
        HelpName = "URI",
    };

    /// <summary>Adds them to a command that need not sign.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_sign);
        AddKeysTo(command);
        command.Options.Add(_builder);
        command.Validators.Add(result =>
        {
            foreach (var option in (Option[])[_key, _publicKey, _builder])
            {
                if (result.GetResult(option) is not null && result.GetResult(_sign) is null)
                {
                    result.AddError($"{option.Name} needs --sign");
                }
            }
        });
    }

    /// <summary>Adds them to a command that does nothing else.</summary>
    public void AddAllTo(Command command)
    {
        AddKeysTo(command);
        command.Options.Add(_builder);
    }

    /// <summary>Adds those that say with which key.</summary>
    public void AddKeysTo(Command command)
    {
        command.Options.Add(_key);
        command.Options.Add(_publicKey);
    }

    /// <summary>How statements are to be signed; null when none is.</summary>
    public SigningRequest? ReadIfWanted(ParseResult arguments) => arguments.GetValue(_sign) ? Read(arguments) : null;

    public SigningRequest Read(ParseResult arguments) => new()
    {
        Key = arguments.GetValue(_key),
        PublicKey = arguments.GetValue(_publicKey),
        Builder = arguments.GetValue(_builder),
    };
}
