using System.CommandLine;
using System.Globalization;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Help;
using U2Video.Core.Data.Augmentations;
using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using U2Video.Core.Training;
using U2Video.Core.Training.Losses;

namespace U2Video.Cli.Commands.Training;

/// <summary>The options of <c>train</c> that choose a recipe and change single values of it.</summary>
internal sealed class RecipeOptions
{
    private readonly Option<string> _recipe = new("--recipe")
    {
        Description = "The preset to begin with. The options below change single values of it.",
        HelpName = string.Join('|', Recipe.All.Select(recipe => recipe.Name)),
        DefaultValueFactory = _ => Recipe.Portrait.Name,
    };

    private readonly List<(string Title, List<Option> Options)> _groups = [];
    private readonly List<Func<ParseResult, Recipe, Recipe>> _changes = [];

    public RecipeOptions()
    {
        Group("Network");
        Text("--variant", "lite|full", "The size of a new network.", (recipe, text) => recipe with
        {
            Variant = OneOf("--variant", text, ("lite", U2NetVariant.Lite), ("full", U2NetVariant.Full)) with
            {
                Wiring = recipe.Variant.Wiring,
            },
        });
        Add(WiringOption.Create("--wiring", "The wiring of a new network."), (recipe, text) => recipe with
        {
            Variant = recipe.Variant with { Wiring = WiringOption.Parse(text) },
        });
        Text("--init", "default|xavier", "How the weights of a new network are drawn.", (recipe, text) => recipe with
        {
            Initialization = Named<Initialization>("--init", text),
        });
        Text("--channels", "rgb|bgr", "The order of the color channels.", (recipe, text) => recipe with
        {
            Input = recipe.Input with { Channels = Named<ChannelOrder>("--channels", text) },
        });
        Group("Pictures");
        Value<int>("--size", "N", "The size that the network sees, the side of a square; a multiple of 32.", (recipe, value) =>
            recipe with { Size = value });
        Text("--crop", "whole|fixed|resized[:SHARE]", "What is taken of a picture; resized takes at least SHARE of each side.", Crop);
        Value<double>("--flip", "P", "The share of pictures that are mirrored.", (recipe, value) =>
            Augment(recipe, with => with with { FlipProbability = value }));
        Value<double>("--rotate", "DEGREES", "How far pictures are rotated, either way.", (recipe, value) =>
            Augment(recipe, with => with with { Rotation = value }));
        Value<double>("--jitter", "SHARE", "How much brightness, contrast and color vary.", (recipe, value) =>
            Augment(recipe, with => with with { Jitter = value }));
        Value<double>("--new-backgrounds", "P", "The share of pictures whose background is replaced.", (recipe, value) =>
            Augment(recipe, with => with with { Background = with.Background with { Probability = value } }), oldName: "--background");
        Value<double>("--scenes", "P", "The share of pictures that are composed of several.", (recipe, value) =>
            Augment(recipe, with => with with { Scene = with.Scene with { Probability = value } }));
        Value<double>("--distractors", "P", "The share of pictures with added things that are not a subject.", (recipe, value) =>
            Augment(recipe, with => with with { Distractors = with.Distractors with { Probability = value } }));
        Value<double>("--degrade", "P", "The share of pictures that are blurred, darkened, shrunk or compressed.", (recipe, value) =>
            Augment(recipe, with => with with { Degradation = with.Degradation with { Probability = value } }));
        Group("Steps");
        Value<int>("--epochs", "N", "Passes over the data.", (recipe, value) => recipe with { Epochs = value });
        Value<int>("--batch", "N", "Pairs that go through the network together.", (recipe, value) => recipe with { BatchSize = value });
        Value<int>("--accumulate", "N", "Batches in a step of the optimizer.", (recipe, value) => recipe with { Accumulation = value });
        Text("--optimizer", "adam|adamw", "The optimizer.", (recipe, text) => recipe with
        {
            Optimizer = Named<OptimizerKind>("--optimizer", text),
        });
        Value<double>("--lr", "RATE", "The highest learning rate.", (recipe, value) => recipe with { LearningRate = value });
        Value<double>("--encoder-lr", "SHARE", "The encoder's learning rate as a share of --lr.", (recipe, value) =>
            recipe with { EncoderRate = value });
        Value<double>("--clip-gradients", "NORM", "The largest norm of a step's gradients; 0: no limit.", (recipe, value) =>
            recipe with { GradientLimit = value });
        Value<double>("--ema", "DECAY", "Keep a moving average of the weights, with a decay such as 0.999; 0: none.", (recipe, value) =>
            recipe with { AverageDecay = value });
        Text("--activations", "fp32|bf16", "The number type between layers; bf16 is about twice as fast on a processor with AVX512_BF16.",
            (recipe, text) => recipe with { Activations = Named<ActivationType>("--activations", text) });
        Text("--loss", "TERMS", "The loss of each output: bce, iou, ssim, laplacian, separated by commas, each with or without :WEIGHT.",
            (recipe, text) => recipe with { Loss = Losses(text) });
        Value<double>("--temporal", "WEIGHT",
            "The weight of a loss that asks masks to change from frame to frame as the ground truth does; 0: none.",
            (recipe, value) => recipe with { TemporalWeight = value });
        Text("--schedule", "SCHEDULE", "How the learning rate changes: constant, halve:EPOCHS, onecycle or cosine[:WARMUP_EPOCHS].",
            (recipe, text) => recipe with { Schedule = Schedule.Parse(text) });
        Text("--loss-weights", "F,1,2,3,4,5,6", "The weights of the losses of the fused output and of the six side outputs.",
            (recipe, text) => recipe with { LossWeights = [.. text.Split(',').Select(part => Number("--loss-weights", part))] });
    }

    /// <summary>Adds all of them to the command.</summary>
    public void AddTo(Command command)
    {
        command.AddGroup("Recipe", _recipe);
        _groups.ForEach(group => command.AddGroup(group.Title, group.Options));
    }

    /// <summary>The preset with the changes that the command line asks for, validated.</summary>
    /// <exception cref="UsageException">A value cannot be used.</exception>
    public Recipe Read(ParseResult parsed)
    {
        var recipe = _changes.Aggregate(Recipe.Find(parsed.GetValue(_recipe)!), (recipe, change) => change(parsed, recipe));
        recipe.Validate();
        return recipe;
    }

    private void Group(string title) => _groups.Add((title, []));

    // Old names are accepted until version 0.3.
    private void Value<T>(string name, string helpName, string description, Func<Recipe, T, Recipe> change, string? oldName = null)
        where T : struct
    {
        var option = new Option<T?>(name) { Description = description, HelpName = helpName };
        if (oldName is not null)
        {
            option.Aliases.Add(oldName);
        }

        _groups[^1].Options.Add(option);
        _changes.Add((parsed, recipe) => parsed.GetValue(option) is { } value ? change(recipe, value) : recipe);
    }

    private void Text(string name, string helpName, string description, Func<Recipe, string, Recipe> change) =>
        Add(new Option<string?>(name) { Description = description, HelpName = helpName }, change);

    private void Add(Option<string?> option, Func<Recipe, string, Recipe> change)
    {
        _groups[^1].Options.Add(option);
        _changes.Add((parsed, recipe) => parsed.GetValue(option) is { } text ? change(recipe, text) : recipe);
    }

    private static Recipe Crop(Recipe recipe, string text) => text.Split(':') switch
    {
        ["whole"] => Augment(recipe, with => with with { Crop = CropMode.Whole }),
        ["fixed"] => Augment(recipe, with => with with { Crop = CropMode.Fixed }),
        ["resized"] => Augment(recipe, with => with with { Crop = CropMode.Resized }),
        ["resized", var share] =>
            Augment(recipe, with => with with { Crop = CropMode.Resized, SmallestCrop = Number("--crop resized", share) }),
        _ => throw new UsageException($"--crop {text}: there are whole, fixed and resized[:SHARE]."),
    };

    private static Wiring Wirings(string text)
    {
        try
        {
            return Wiring.Parse(text);
        }
        catch (FormatException error)
        {
            throw new UsageException($"--wiring {text}: there are official, kimjy99.", error);
        }
    }

    private static LossMixture Losses(string text)
    {
        try
        {
            return LossMixture.Parse(text);
        }
        catch (UsageException error)
        {
            throw new UsageException($"--loss {text}: {error.Message}", error);
        }
    }

    private static Recipe Augment(Recipe recipe, Func<Augmentation, Augmentation> change) =>
        recipe with { Augmentation = change(recipe.Augmentation) };

    private static double Number(string option, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new UsageException($"{option} {text}: is not a number.");

    private static T Named<T>(string option, string text)
        where T : struct, Enum =>
        OneOf(option, text, [.. Enum.GetValues<T>().Select(value => (value.ToString().ToLowerInvariant(), value))]);

    private static T OneOf<T>(string option, string text, params (string Name, T Value)[] values)
    {
        foreach (var (name, value) in values)
        {
            if (name == text)
            {
                return value;
            }
        }

        throw new UsageException($"{option} {text}: there are {string.Join(", ", values.Select(value => value.Name))}.");
    }
}
