from flask import Blueprint

blueprint = Blueprint("wijk", __name__)
